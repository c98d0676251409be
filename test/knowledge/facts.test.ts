import { describe, expect, it } from '@jest/globals';

import { ask, knowledge } from './asking.ts';

const OLD_UNVERIFIED = { verified: false, registeredAt: '2020-05-01T00:00:00Z' };

/** Every fact of the guide and a question that somebody would ask to learn it. */
const QUESTIONS: readonly (readonly [string, string])[] = [
  ['R01', 'when did kucoin begin to require kyc?'],
  ['R02', 'so what exactly is this KYC'],
  ['R03', "what's the purpose of all this verification"],
  ['R04', 'do new users have to verify before they can use anything'],
  ['R05', 'I never verified and registered before august 2023, which actions can I still do?'],
  ['R06', 'why am i unable to deposit anymore'],
  ['R07', 'will my withdrawals be affected if I do not verify'],
  ['R08', 'is it obligatory to verify'],
  ['R09', 'what limitations will my account face if i choose not to verify'],
  ['S01', 'where in the menu is identity verification'],
  ['S02', 'i cannot find the Verify Now button'],
  ['S03', 'what will I need for the verification'],
  ['S04', 'which benefits does completing verification have'],
  ['S05', 'what happens if the information I enter is false'],
  ['S06', 'do you send an email with the review result'],
  ['S07', 'how do i fill in my personal details and choose the id type'],
  ['S08', 'does what I enter need to match my document'],
  ['S09', 'how can I upload the picture of my ID'],
  ['S10', 'what do i do after confirming the photos of my id'],
  ['S11', 'can i pick another device for the face verification'],
  ['S12', 'is everything submitted for review automatically'],
  ['S13', 'when is standard identity verification complete'],
  ['S14', 'on which page can i see the result of the review'],
  ['S15', 'how can our company get verified'],
  ['S16', 'will a review officer contact our company'],
  ['S17', 'from which official address does the review officer send emails'],
  ['T01', 'does it help to update my browser'],
  ['T02', 'should I take screenshots of the error message'],
  ['T03', 'how do i send in a ticket with my screenshots'],
  ['E01', "the message says We can't see your face properly"],
  ['E02', 'I get error 9801 when my ID is scanned'],
  ['E03', 'using my phone camera gives me error 9810'],
  ['P01', 'may I use one document for two accounts'],
  ['P02', 'which image formats can i use'],
  ['P03', 'how many megabytes may an image have'],
  ['P04', 'which documents are valid'],
  ['P05', 'difficulties with uploading persist, might it be my network'],
  ['N01', 'what should I do after my verification was unsuccessful'],
  ['N02', 'where do I find the reasons for the failure'],
  ['N03', 'what is the Re-Verify button good for'],
  ['N04', 'is a resubmission expedited'],
  ['B01', 'how much can I withdraw per day once verified'],
  ['B02', 'should i verify as soon as possible'],
  ['B03', 'what does a fully verified user have access to'],
  ['B04', 'can verified users join kucoin spotlight'],
  ['B05', 'does verification protect me from people who use my identity'],
  ['B06', 'i forgot my credentials, does kyc help to recover the account'],
  ['B07', 'who may use the fiat-to-crypto services'],
  ['C01', 'is support available 24/7'],
  ['L01', 'may i change security settings'],
  ['L02', 'is freezing my account possible'],
  ['L03', 'am I able to delete my account'],
  ['L04', 'is it allowed to create a sub-account'],
  ['L05', 'may my sub-account trade'],
  ['L06', 'is creating APIs allowed'],
  ['L07', 'may I edit or delete my APIs'],
  ['L08', 'am i allowed to refer friends for rewards'],
  ['L09', 'may I join the affiliate program'],
  ['L10', 'is exporting my order history allowed'],
  ['L11', 'am i allowed to deposit fiat'],
  ['L12', 'may I buy crypto via Visa'],
  ['L13', 'is buying crypto via P2P allowed'],
  ['L14', 'may i buy crypto via third-party'],
  ['L15', 'am I allowed to deposit crypto'],
  ['L16', 'is claiming red packets allowed'],
  ['L17', 'am i allowed to withdraw fiat'],
  ['L18', 'may I sell crypto via Mastercard'],
  ['L19', 'am i allowed to sell crypto on p2p'],
  ['L20', 'am I able to withdraw via KuCard'],
  ['L21', 'am I allowed to withdraw crypto'],
  ['L22', 'is sending red packets allowed'],
  ['L23', 'may i do spot trading'],
  ['L24', 'am I allowed to do margin trading'],
  ['L25', 'may i trade leverage tokens'],
  ['L26', 'may I run trading bots'],
  ['L27', 'may i use KuCoin Convert'],
  ['L28', 'am i allowed to do Pre-Market trading'],
  ['L29', 'am I allowed to trade futures'],
  ['L30', 'may i use kucoin earn'],
];

describe('the facts of the guide', () => {
  it.each(QUESTIONS)('%s is told to who asks: %s', (fact, question) => {
    expect(ask(question, OLD_UNVERIFIED).facts).toContain(fact);
  });

  it('are all in the list above', () => {
    const asked = QUESTIONS.map(([fact]) => fact);
    expect(
      [...knowledge.facts.keys(), ...knowledge.limits.keys()].filter((id) => !asked.includes(id)),
    ).toEqual([]);
  });

  it('count as many as the guide has', () => {
    const kinds = [...knowledge.facts.keys()].map((id) => id.charAt(0));
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(
      Object.fromEntries(['R', 'S', 'T', 'E', 'P', 'N', 'B', 'C'].map((kind) => [kind, count(kind)])),
    ).toEqual({
      R: 9,
      S: 17,
      T: 3,
      E: 3,
      P: 5,
      N: 4,
      B: 7,
      C: 1,
    });
    expect(knowledge.limits.size).toBe(30);
  });

  it('are asked for in words that no example has', () => {
    const examples = new Set(
      [
        ...[...knowledge.intents.values()].flatMap((intent) => intent.examples),
        ...[...knowledge.problems.values()].flatMap((problem) => problem.examples),
        ...[...knowledge.limits.values()].flatMap((limit) => limit.examples),
      ].map(plain),
    );
    expect(QUESTIONS.filter(([, question]) => examples.has(plain(question)))).toEqual([]);
  });
});

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
