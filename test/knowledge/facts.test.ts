import { describe, expect, it } from '@jest/globals';

import { ask, knowledge } from './asking.ts';

const OLD_UNVERIFIED = { verified: false, registeredAt: '2020-05-01T00:00:00Z' };

/** Every fact of the guide and two questions that somebody would ask to learn it. */
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
  ['R01', 'since which year is kyc mandatory on kucoin'],
  ['R02', 'what does the term kyc mean'],
  ['R03', 'is this about money laundering or what'],
  ['R04', 'must new users verify first'],
  ['R05', 'my account is from 2019 without kyc, what am i still permitted to do'],
  ['R06', 'for what reason did my deposits stop'],
  ['R07', 'are withdrawals still working for the unverified'],
  ['R08', 'is kyc compulsory'],
  ['R09', 'what are the restrictions of my unverified account'],
  ['S01', 'which menu do i open to start identity verification'],
  ['S02', 'where do i click verify now'],
  ['S03', 'what do i have to prepare for kyc'],
  ['S04', 'what extra functions come with full verification'],
  ['S05', 'does it matter if i give untrue details'],
  ['S06', 'how will you notify me of the outcome'],
  ['S07', 'where do i pick my country and id type'],
  ['S08', 'must my typed name be the same as on the id'],
  ['S09', 'how do i send in a photo of my id'],
  ['S10', 'i confirmed my id photos, what comes next'],
  ['S11', 'how does the face verification work'],
  ['S12', 'after the selfie, do i need to submit it by hand'],
  ['S13', 'at what point is standard verification complete'],
  ['S14', 'where do i look up my review result'],
  ['S15', 'how do i verify an institutional account'],
  ['S16', 'who contacts a company after it has applied'],
  ['S17', 'which e-mail address does your kyc team write from'],
  ['T01', 'should my browser be up to date'],
  ['T02', 'do you want a video of the problem'],
  ['T03', 'where can i send screenshots of the error'],
  ['E01', 'it keeps saying it cant see my face properly'],
  ['E02', 'what do i do about 9801'],
  ['E03', 'my phone camera says error 9810'],
  ['P01', 'can one passport verify two accounts'],
  ['P02', 'is png fine for the id picture'],
  ['P03', 'how big may the photo be'],
  ['P04', 'is a driving licence accepted'],
  ['P05', 'the upload keeps failing, is it the network'],
  ['N01', 'my verification was unsuccessful, what now'],
  ['N02', 'where are the reasons listed for my failed verification'],
  ['N03', 'how do i use re-verify'],
  ['N04', 'will my second try be reviewed faster'],
  ['B01', 'which daily withdrawal limit is there'],
  ['B02', 'do you recommend to verify soon'],
  ['B03', 'do verified accounts get all products'],
  ['B04', 'what is spotlight and who can join'],
  ['B05', 'can somebody else use my identity if i am verified'],
  ['B06', 'lost my login details, does being verified help'],
  ['B07', 'is fiat to crypto only for verified people'],
  ['C01', 'when is your support reachable'],
  ['L01', 'can i set up two factor authentication'],
  ['L02', 'could i freeze my account in an emergency'],
  ['L03', 'how about deleting my account, may i'],
  ['L04', 'can i add another sub account'],
  ['L05', 'can i trade with a sub-account'],
  ['L06', 'can i make an api key'],
  ['L07', 'can i remove my api key'],
  ['L08', 'can i invite friends and get the rewards'],
  ['L09', 'can i become an affiliate'],
  ['L10', 'can i download my order history'],
  ['L11', 'can i top up with euros from my bank'],
  ['L12', 'can i buy coins with my credit card'],
  ['L13', 'can i purchase crypto peer to peer'],
  ['L14', 'can i buy crypto from a third party'],
  ['L15', 'can i top up with btc'],
  ['L16', 'can i open a red packet that i got'],
  ['L17', 'can i cash out to my bank account'],
  ['L18', 'can i sell crypto to my visa card'],
  ['L19', 'can i sell peer to peer'],
  ['L20', 'can i use my kucard to withdraw'],
  ['L21', 'can i send my bitcoin to my own wallet'],
  ['L22', 'can i give a red packet to a friend'],
  ['L23', 'can i trade on the spot market'],
  ['L24', 'can i borrow on margin'],
  ['L25', 'can i buy leveraged tokens'],
  ['L26', 'can i start a grid bot'],
  ['L27', 'can i swap coins with convert'],
  ['L28', 'can i take part in premarket trading'],
  ['L29', 'am i able to close out of futures'],
  ['L30', 'can i redeem my earn products'],
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
