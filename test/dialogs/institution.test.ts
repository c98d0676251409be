import { describe, expect, it } from '@jest/globals';

import type { PaperMeasurements, PdfMeasurements } from '../../knowledge/checks/paper-measurements.ts';
import { Chat, attachment, words, wordsIn } from './kit/chat.ts';
import { pass, standingAt } from './kit/steps.ts';
import { World } from './kit/world.ts';

const COMPANY = {
  company_name: 'Example Trading GmbH',
  registration_number: 'HRB 12345 B',
  company_address: 'Musterweg 1, Berlin',
  website: 'example.com',
};
const PERSON = {
  person_name: 'Anna Maria Eriksson',
  person_role: 'Managing director',
  person_email: 'anna@example.com',
};

const file = { bytes: 20_000, decodes: false, digest: 'd' } as const;
const pdf = (about: Partial<PdfMeasurements> = {}): PaperMeasurements => ({
  kind: 'paper',
  file: { ...file, format: 'pdf' },
  pdf: { opens: 'yes', pages: 2, active: [], opaque: false, ...about },
});
const photo = (sharpness: number): PaperMeasurements => ({
  kind: 'paper',
  file: { ...file, format: 'jpeg', decodes: true, widthPx: 1000, heightPx: 1400 },
  quality: { sharpness, medianBrightness: 180, glareShare: 0 },
});

type Place = 'country' | 'company' | 'person' | 'incorporation' | 'authority' | 'further' | 'check' | 'sent';
const PLACES: readonly Place[] = [
  'country',
  'company',
  'person',
  'incorporation',
  'authority',
  'further',
  'check',
  'sent',
];

/** A conversation that stands at a question of a company's verification. */
async function companyAt(place: Place, world = new World()): Promise<{ chat: Chat; world: World }> {
  const chat = new Chat(world);
  await chat.says('Verify a company');
  for (const at of PLACES.slice(0, PLACES.indexOf(place))) await give(at, chat, world);
  return { chat, world };
}

function give(place: Place, chat: Chat, world: World): Promise<string[]> {
  switch (place) {
    case 'country':
      return chat.says('Germany');
    case 'company':
      return chat.submits('Continue', COMPANY);
    case 'person':
      return chat.submits('Continue', PERSON);
    case 'further':
      return chat.says('Skip');
    case 'check':
      return chat.submits('All correct');
    default:
      return chat.sends(world.upload(pdf()));
  }
}

describe('the way in', () => {
  it('is a choice below the answer about institutions, in plain words', async () => {
    const world = new World();
    const chat = new Chat(world);
    await chat.says('how can our company get verified');
    expect(chat.buttons[0]).toBe('Verify a company');
    expect((await chat.says('Verify a company')).join('\n')).toMatch(/seven short steps.*In which country/s);
  });

  it('is a quiet choice when somebody verifies themselves, whose steps stay as they are', async () => {
    const { chat, world } = await standingAt('consent');
    expect(chat.buttons).toEqual(['I agree', 'I do not agree', 'Why do you need this?', 'Verify a company']);
    await chat.says('I represent a company');
    expect(chat.question).toContain('In which country or region is the company registered?');
    await chat.says('Verify me');
    expect(chat.question).toContain('Do you agree?');
    expect(world.latest?.state).toBe('draft');
  });
});

describe('a company', () => {
  it('goes from the country to the reviewers', async () => {
    const { chat, world } = await companyAt('check');
    expect(JSON.stringify(chat.card)).toMatch(/Germany.*Example Trading GmbH.*HRB 12345 B.*Anna Maria/s);
    const sent = (await chat.submits('All correct')).join('\n');
    expect(sent).toContain('VG-FIRM-0001');
    expect(world.institutions.latest).toMatchObject({
      state: 'submitted',
      answers: { country: 'DE', website: 'https://example.com', personEmail: 'anna@example.com' },
    });
  });

  it('says from which address alone a review officer writes, or that it does not know it', async () => {
    const world = new World();
    const { chat } = await companyAt('sent', world);
    expect(chat.question).toMatch(/I do not have that address.*How long it takes, I do not know/s);
    expect(chat.buttons).toContain('Verify me');
    const known = new World();
    known.officialKycEmail = 'kyc@kucoin.com';
    const other = await companyAt('sent', known);
    expect(other.chat.question).toContain('only from the official KYC e-mail address **kyc@kucoin.com**');
  });

  it('has each fault of a form named at once, and keeps what was typed', async () => {
    const { chat } = await companyAt('company');
    await chat.submits('Continue', { ...COMPANY, company_name: '', registration_number: '!!', website: 'x' });
    const card = JSON.stringify(chat.card);
    for (const key of ['invalid.missing', 'invalid.registration_number', 'invalid.website'] as const)
      expect(card).toContain(words.say(key));
    expect(card).toContain('Musterweg 1, Berlin');
    await chat.submits('Continue', COMPANY);
    await chat.submits('Continue', { ...PERSON, person_email: 'nobody' });
    expect(JSON.stringify(chat.card)).toContain(words.say('invalid.email'));
  });

  it('is asked for in single questions where there are no forms', async () => {
    const world = new World();
    const chat = new Chat(world, 'sms');
    await chat.says('Verify a company');
    for (const said of ['Germany', 'Example Trading GmbH', 'HRB 12345 B', 'skip', 'skip'])
      await chat.says(said);
    expect(chat.question).toContain('full name');
    for (const said of ['Anna Maria Eriksson', 'Managing director', 'anna@example.com'])
      await chat.says(said);
    expect(chat.question).toContain('certificate of incorporation');
    await chat.sends(world.upload(pdf()));
    await chat.sends(world.upload(pdf()));
    await chat.says('skip');
    expect(chat.question).toMatch(/2\. Registered name: Example Trading GmbH.*9\. Certificate.*1 file/s);
    await chat.says('7');
    await chat.says('Chief executive');
    await chat.says('all correct');
    expect(world.institutions.latest).toMatchObject({
      state: 'submitted',
      answers: { personRole: 'Chief executive', companyAddress: '', website: '' },
    });
  });

  it.each(['company_name', 'incorporation'] as const)('can have its %s changed at the end', async (what) => {
    const { chat, world } = await companyAt('check');
    await chat.submits(`Change: ${words.say(`label.${what}`)}`);
    if (what === 'company_name') await chat.says('Other Trading GmbH');
    else await chat.sends(world.upload(pdf({ pages: 9 })));
    expect(chat.question).toContain('Look over everything');
    const { answers, papers } = world.institutions.latest ?? {};
    expect(answers?.companyName).toBe(
      what === 'company_name' ? 'Other Trading GmbH' : 'Example Trading GmbH',
    );
    // The new document stands in the old one's place.
    expect(papers?.incorporation?.map(({ measurements }) => measurements.pdf?.pages)).toEqual([
      what === 'company_name' ? 2 : 9,
    ]);
  });

  it('goes back, repeats, stops and goes on as everywhere', async () => {
    const { chat, world } = await companyAt('authority');
    await chat.says('back');
    expect(chat.question).toContain('certificate of incorporation');
    await chat.says('Done');
    await chat.says('repeat');
    expect(chat.question).toContain('power of attorney');
    await chat.says('what is kyc');
    expect(chat.question).toContain('power of attorney');
    await chat.says('cancel');
    expect(chat.buttons).toEqual(['Stop', 'Go on']);
    await chat.says('Stop');
    expect(chat.question).toContain('I have stopped');
    await chat.says('hello');
    expect(chat.question).toContain('step 5 of 7');
    expect(chat.buttons[0]).toBe('Continue with my company');
    await chat.says('Continue with my company');
    expect(chat.question).toContain('power of attorney');
    await chat.says('start over');
    await chat.says('Start over');
    expect(chat.question).toContain('In which country');
    expect(world.institutions.all.map(({ state }) => state)).toEqual(['withdrawn', 'draft']);
  });

  it('goes on where it was after the dialog state is lost', async () => {
    const { chat, world } = await companyAt('authority');
    chat.losesItsState();
    await chat.sends(world.upload(pdf()));
    expect(chat.question).toContain('register of owners');
    chat.losesItsState();
    await chat.says('Continue with my company');
    expect(chat.question).toContain('register of owners');
  });

  it('takes each answer once, however often a turn is run', async () => {
    const { chat, world } = await companyAt('incorporation');
    const { second } = await chat.crashesAfter({
      type: 'message',
      attachments: [attachment(world.upload(pdf()))],
    });
    expect(second.join('\n')).toContain('power of attorney');
    expect(world.institutions.latest?.papers.incorporation).toHaveLength(1);
    expect(world.institutions.latest?.papers.authority).toBeUndefined();
  });
});

describe('a document', () => {
  it.each<[string, PaperMeasurements, RegExp]>([
    [
      'protected',
      pdf({ opens: 'protected', pages: 0 }),
      /is protected.*without protection.*do not send the password/s,
    ],
    ['damaged', pdf({ opens: 'damaged', pages: 0 }), /is damaged.*new PDF/s],
    ['empty', pdf({ pages: 0 }), /nothing in this file/],
    ['active', pdf({ active: ['JavaScript'] }), /more than pages.*Print it to a new PDF/s],
    ['too long', pdf({ pages: 61 }), /too many pages.*61 pages; the limit is 60/s],
    ['no document', { kind: 'paper', file: { ...file, format: 'gif' } }, /neither a PDF nor a photo/],
  ])('that is %s is refused with what to do, and asked for again', async (_, measured, said) => {
    const { chat, world } = await companyAt('incorporation');
    expect((await chat.sends(world.upload(measured))).join('\n')).toMatch(said);
    expect(chat.question).toContain('certificate of incorporation');
    expect(world.institutions.latest).toMatchObject({ papers: {}, refused: [{ slot: 'incorporation' }] });
  });

  it('may be photos of its pages; what is wrong with one of them is said by its name', async () => {
    const { chat, world } = await companyAt('incorporation');
    const [good, blurred] = [world.upload(photo(500)), world.upload(photo(10))];
    const said = (await chat.sends(good, blurred)).join('\n');
    expect(said).toMatch(new RegExp(`I have kept the file.*${blurred}\\.jpg: .*not sharp`, 's'));
    expect(chat.buttons).toEqual(['Done', 'Let a person check this photo']);
    await chat.says('Let a person check this photo');
    expect(chat.question).toContain('power of attorney');
    const kept = world.institutions.latest?.papers.incorporation ?? [];
    expect(kept.map(({ verdict }) => verdict.outcome)).toEqual(['pass', 'review']);
  });

  it('that is too large to arrive is named as well', async () => {
    const { chat } = await companyAt('incorporation');
    expect((await chat.sendsTooLarge('deed.pdf')).join('\n')).toMatch(/deed\.pdf: .*This PDF is too large/);
    expect(chat.question).toContain('certificate of incorporation');
  });

  it('has a limit of files, and the rest is not lost silently', async () => {
    const { chat, world } = await companyAt('incorporation');
    const eleven = Array.from({ length: 11 }, () => world.upload(pdf()));
    const said = (await chat.sends(...eleven)).join('\n');
    expect(said).toMatch(/kept 10 files.*10 files.*into one PDF/s);
    expect(world.institutions.latest?.papers.incorporation).toHaveLength(10);
  });
});

describe('a reviewer', () => {
  it('who asks for more gets that and a new look, and nothing else is asked for', async () => {
    const { chat, world } = await companyAt('sent');
    world.institutions.asksForMore('authority_unproven');
    await chat.says('where is my verification?');
    expect(chat.replies.map(({ text }) => text).join('\n')).toMatch(
      /need something more.*power of attorney/s,
    );
    await chat.says('Continue with my company');
    expect(chat.question).toContain('power of attorney');
    await chat.sends(world.upload(pdf()));
    expect(chat.question).toContain('Look over everything');
    await chat.submits('All correct');
    expect(world.institutions.latest).toMatchObject({ state: 'submitted', wanted: [] });
    expect(world.institutions.latest?.papers.authority).toHaveLength(2);
  });

  it('who rejects it is answered with a new one that holds what was not named', async () => {
    const { chat, world } = await companyAt('sent');
    world.institutions.decide('rejected', ['incorporation_unfit']);
    await chat.says('where is my verification?');
    expect(chat.replies.map(({ text }) => text).join('\n')).toContain('could not be accepted');
    await chat.says('Continue with my company');
    expect(chat.question).toContain('certificate of incorporation');
    await chat.sends(world.upload(pdf()));
    await chat.submits('All correct');
    expect(world.institutions.all.map(({ state }) => state)).toEqual(['rejected', 'submitted']);
    expect(world.institutions.latest?.papers.authority).toHaveLength(1);
  });

  it('who approves it ends it', async () => {
    const { chat, world } = await companyAt('sent');
    world.institutions.decide('approved');
    await chat.says('where is my verification?');
    expect(chat.question).toContain('**VG-FIRM-0001** of your company was approved');
    await chat.says('Verify a company');
    expect(chat.question).toContain('was approved');
  });
});

describe('the status', () => {
  it('tells of the company and of the person', async () => {
    const { chat, world } = await companyAt('sent');
    await chat.says('Verify me');
    await pass('consent', chat, world);
    await chat.says('where is my verification?');
    const said = chat.replies.map(({ text }) => text ?? '').join('\n');
    expect(said).toMatch(/step 1 of 7.*VG-FIRM-0001.*with our reviewers/s);
  });
});

describe('"is this address really yours?"', () => {
  const asking = (official?: string): Chat => {
    const world = new World();
    world.officialKycEmail = official;
    return new Chat(world);
  };

  it.each([
    ['is this mail really from you? the sender is kyc@kucoin.com', /^\*\*Yes\*\*, kyc@kucoin\.com/],
    [
      'is this mail really from you? the sender is kyc@kuc0in.com',
      /NOT ours.*looks alike.*\*\*kyc@kucoin\.com\*\*/s,
    ],
    ['is this mail really from you? the sender is hello@example.org', /^\*\*No\.\*\* hello@example\.org/],
    ['kyc@kucoin.com.evil.example', /NOT ours/],
    ['kyc@kucoin.com?', /^\*\*Yes\*\*/],
    [
      'it came from kyc@kucoin.com but answers go to kyc@kucoiin.com, is that official kyc mail?',
      /Yes.*NOT ours/s,
    ],
  ])('%s', async (said, answer) => {
    expect((await asking('kyc@kucoin.com').says(said)).join('\n')).toMatch(answer);
  });

  it('is never answered with yes without the configured address', async () => {
    const said = (await asking().says('kyc@kucoin.com')).join('\n');
    expect(said).toMatch(/cannot tell.*never say yes/s);
    expect(said).not.toMatch(/\*\*Yes/);
  });

  it('goes on from the answer about official mail', async () => {
    const chat = asking('kyc@kucoin.com');
    await chat.says('which e-mail address does your kyc team write from');
    expect((await chat.says('and what about kyc-team@kucoin-verify.com then')).join('\n')).toContain(
      'NOT ours',
    );
    expect((await chat.says('so kyc@kucoin.com it is')).join('\n')).toMatch(/^\*\*Yes/);
  });

  it('is answered beside a question that waits, but an address that was asked for is one', async () => {
    const world = new World();
    world.officialKycEmail = 'kyc@kucoin.com';
    const { chat } = await companyAt('incorporation', world);
    expect((await chat.says('kyc@kucoin.support')).join('\n')).toContain('NOT ours');
    expect(chat.question).toContain('certificate of incorporation');
  });

  it('is no question where an address is asked for', async () => {
    const world = new World();
    world.officialKycEmail = 'kyc@kucoin.com';
    const chat = new Chat(world, 'sms');
    await chat.says('Verify a company');
    const said = [
      'Germany',
      'Example Trading GmbH',
      'HRB 12345 B',
      'skip',
      'skip',
      'Anna Eriksson',
      'Director',
    ];
    for (const one of said) await chat.says(one);
    await chat.says('anna@kucoin.example');
    expect(world.institutions.latest?.answers.personEmail).toBe('anna@kucoin.example');
  });
});

it('speaks the language of the customer', async () => {
  const world = new World();
  const chat = new Chat(world, 'webchat', 'de');
  const de = wordsIn('de');
  await chat.says(de.choice('company').title);
  expect(chat.question).toContain(de.say('institution.ask_country'));
});
