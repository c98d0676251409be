import { domainToUnicode } from 'node:url';

import { editDistance } from '../recognise/edit-distance.ts';

/** What an address that somebody asks about is, seen from the one official address. */
export type SenderVerdict =
  | 'official'
  /** Made to be taken for it, or so near that people would take it for it. */
  | 'lookalike'
  | 'other'
  /** There is no official address to compare with. */
  | 'not_known';

/** Letters of any script, so that an address with foreign look-alikes is found, too. Not at the end of a sentence. */
const ADDRESS = /[^\s@＠<>"'“”„«»‘’(){}[\],;:]{1,64}[@＠][^\s@＠<>"'“”„«»‘’(){}[\],;:!?？！。，]{1,253}/gu;
const MOST_ADDRESSES = 5;

/** The e-mail addresses in a message, as they stand there. */
export function findAddresses(text: string): string[] {
  const found = [...text.matchAll(ADDRESS)].map(([address]) => address.replace(/[.…]+$/, ''));
  return [...new Set(found)].filter((address) => /[@＠][^.]+\../u.test(address)).slice(0, MOST_ADDRESSES);
}

/** Compares an address with the official one, letter by letter. Only the very same one is official. */
export function judgeSender(given: string, official: string | undefined): SenderVerdict {
  if (official === undefined) return 'not_known';
  const [ours, theirs] = [parts(official), parts(given)];
  if (theirs.local === ours.local && theirs.domain.toLowerCase() === ours.domain.toLowerCase())
    return 'official';
  return looksLike(theirs, ours) ? 'lookalike' : 'other';
}

interface Parts {
  readonly local: string;
  readonly domain: string;
}

function parts(address: string): Parts {
  const at = Math.max(address.lastIndexOf('@'), address.lastIndexOf('＠'));
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

const CLOSE_LETTERS = 2;
/** Shorter names are near to too many others. */
const LEAST_LETTERS = 4;

function looksLike(theirs: Parts, ours: Parts): boolean {
  const [domain, own] = [skeleton(asWritten(theirs.domain)), skeleton(asWritten(ours.domain))];
  // Our own domain in another guise or with another name before the @, and names below it.
  if (domain === own || domain.endsWith(`.${own}`)) return true;
  if (editDistance(domain, own, CLOSE_LETTERS) <= CLOSE_LETTERS) return true;
  const name = nameOf(own);
  if (name.length < LEAST_LETTERS) return false;
  // Our name anywhere in it, such as kucoin-kyc.com or kucoin.com.example.net, also misspelt.
  return (
    domain.includes(name) ||
    skeleton(theirs.local).includes(name) ||
    domain.split(/[.-]/).some((part) => {
      const limit = name.length > 6 ? CLOSE_LETTERS : 1;
      return editDistance(part, name, limit) <= limit;
    })
  );
}

/** `kucoin` of `kyc.kucoin.com`: the part that people know us by. */
function nameOf(domain: string): string {
  const labels = domain.split('.');
  return labels.at(-2) ?? domain;
}

/** An internationalised domain as people see it. */
function asWritten(domain: string): string {
  return /(?:^|\.)xn--/i.test(domain) ? domainToUnicode(domain.toLowerCase()) || domain : domain;
}

/** Letters that look alike in most typefaces, by the one that stands for all of them. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ а: 'a', α: 'a', ɑ: 'a', '4': 'a', ь: 'b', в: 'b', с: 'c', ϲ: 'c', ԁ: 'd', е: 'e', ё: 'e', ε: 'e' },
  ...{ '3': 'e', ɡ: 'g', ց: 'g', '9': 'g', һ: 'h', н: 'h', і: 'i', ı: 'i', ɩ: 'i', ι: 'i', ї: 'i' },
  ...{ '1': 'i', l: 'i', '|': 'i', ӏ: 'i', ǀ: 'i', ј: 'j', к: 'k', κ: 'k', м: 'm', п: 'n', ո: 'n', η: 'n' },
  ...{ о: 'o', ο: 'o', σ: 'o', օ: 'o', '0': 'o', р: 'p', ρ: 'p', ԛ: 'q', г: 'r', ѕ: 's', '5': 's', т: 't' },
  ...{ τ: 't', υ: 'u', ս: 'u', и: 'u', ν: 'v', ѵ: 'v', ѡ: 'w', ԝ: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y' },
};

/** What an eye that does not look closely sees: without accents, invisible signs and differences of look-alikes. */
function skeleton(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\u00ad]/gu, '');
  const alike = Array.from(plain, (letter) => ALIKE[letter] ?? letter).join('');
  return alike.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('ci', 'd');
}
