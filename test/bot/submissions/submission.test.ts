import { describe, expect, it } from '@jest/globals';

import {
  decide,
  dropPhoto,
  giveAnswers,
  keepPhoto,
  missingParts,
  moveTo,
  refusePhoto,
  startSubmission,
  submit,
  withdraw,
  type SubmissionRecord,
  type Transition,
} from '../../../bot/submissions/submission.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { SubmissionState } from '../../../knowledge/verification/submission.ts';
import { answers, documentPhoto, selfiePhoto } from './specimen.ts';

const at = '2026-01-02T03:04:05.000Z';
const about = { id: 'id', reference: 'VG-0000-0000', customerId: 'dl_a', conversationId: 'c1', at };
const draft = startSubmission(about, undefined);
const front = { ...documentPhoto('front'), at };
const selfie = { ...selfiePhoto('selfie'), at };
const liveness = {
  challenges: [],
  cannot: [],
  result: { selfieUploadId: 'selfie', verdict: { outcome: 'pass' }, at },
} as const;
const complete: SubmissionRecord = { ...draft, answers, photos: { document_front: front, selfie }, liveness };

function after(transition: Transition): SubmissionRecord {
  if (transition.kind !== 'changed') throw new Error(`expected a change, got ${JSON.stringify(transition)}`);
  return transition.submission;
}

const approve = { outcome: 'approved', reasons: [], at } as const;
const reject = { outcome: 'rejected', reasons: ['selfie_blurred'], at } as const;

describe('a submission', () => {
  const wishes: Record<string, (submission: SubmissionRecord) => Transition> = {
    give: (s) => giveAnswers(s, { surname: 'Else' }),
    keep: (s) => keepPhoto(s, 'selfie', { ...selfie, uploadId: 'another' }),
    refuse: (s) => refusePhoto(s, 'selfie', { ...selfie, uploadId: 'another' }),
    drop: (s) => dropPhoto(s, 'selfie'),
    submit: (s) => submit(s, at),
    withdraw,
    approve: (s) => decide(s, approve, 'agent'),
    reject: (s) => decide(s, reject, 'agent'),
  };
  const states: SubmissionState[] = ['draft', 'submitted', 'approved', 'rejected', 'withdrawn'];
  const allowed: Record<string, readonly string[]> = {
    give: ['draft'],
    keep: ['draft'],
    refuse: ['draft'],
    drop: ['draft'],
    submit: ['draft', 'submitted (same)'],
    withdraw: ['draft', 'submitted', 'withdrawn (same)'],
    approve: ['submitted'],
    reject: ['submitted'],
  };

  it.each(Object.entries(allowed))('allows %s only in: %s', (wish, expected) => {
    const outcomes = states.flatMap((state) => {
      const { kind } = wishes[wish]?.({ ...complete, state }) ?? { kind: 'refused' };
      return kind === 'refused' ? [] : kind === 'unchanged' ? [`${state} (same)`] : [state];
    });
    expect(outcomes).toEqual(expected);
  });

  it('counts its changes, so that a reviewer can name what they saw', () => {
    expect(after(giveAnswers(draft, { country: 'SE' })).version).toBe(draft.version + 1);
  });

  it.each([
    [
      'nothing yet',
      {},
      [
        'consent',
        'country',
        'documentType',
        'surname',
        'givenNames',
        'birthDate',
        'documentNumber',
        'confirmed',
      ],
    ],
    ['unconfirmed answers', { ...answers, confirmed: false }, ['confirmed', 'document_front', 'selfie']],
    ['a passport without photos', answers, ['document_front', 'selfie']],
    [
      'a card without photos',
      { ...answers, documentType: 'id_card' as const },
      ['document_front', 'document_back', 'selfie'],
    ],
    ['a name of one part', { ...answers, givenNames: '' }, ['document_front', 'selfie']],
  ])('with %s lacks what is missing and cannot be sent in', (_case, given, missing) => {
    const incomplete = { ...draft, answers: given };
    expect(missingParts(incomplete)).toEqual(missing);
    expect(submit(incomplete, at)).toEqual({ kind: 'refused', why: 'incomplete' });
  });

  it('asks for a new look over the answers when one of them changes', () => {
    expect(after(giveAnswers(complete, { surname: 'Erikson' })).answers.confirmed).toBeUndefined();
    expect(after(giveAnswers(complete, { surname: 'Erikson', confirmed: true })).answers.confirmed).toBe(
      true,
    );
    expect(giveAnswers(complete, { surname: complete.answers.surname ?? '' }).kind).toBe('unchanged');
  });

  it('takes a photo in place of the one before, and the same photo once', () => {
    const second = { ...front, uploadId: 'second' };
    expect(after(keepPhoto(complete, 'document_front', second)).photos.document_front?.uploadId).toBe(
      'second',
    );
    expect(keepPhoto(complete, 'document_front', { ...front, at: 'later' }).kind).toBe('unchanged');
  });

  it('does not keep a photo that must be taken again', () => {
    const unfit = {
      ...front,
      uploadId: 'x',
      verdict: { outcome: 'retake', reasons: [{ code: 'document_dark' }] },
    } as const;
    expect(keepPhoto(draft, 'document_front', unfit)).toEqual({ kind: 'refused', why: 'photo_not_fit' });
  });

  it('counts a refused photo once, however often its turn is run', () => {
    const unfit = { ...selfie, verdict: { outcome: 'retake', reasons: [{ code: 'selfie_dark' }] } } as const;
    const once = after(refusePhoto(draft, 'selfie', unfit));
    expect(once.refusals).toEqual({ selfie: 1 });
    expect(once.refused).toMatchObject([
      { slot: 'selfie', uploadId: 'selfie', reasons: ['selfie_dark'], at },
    ]);
    expect(once.refused[0]?.picture?.digest).toBe(selfie.measurements.file.digest);
    expect(refusePhoto(once, 'selfie', unfit).kind).toBe('unchanged');
    expect(after(refusePhoto(once, 'selfie', { ...unfit, uploadId: 'two' })).refusals).toEqual({ selfie: 2 });
  });

  it('needs a reason to be rejected', () => {
    const submitted = after(submit(complete, at));
    expect(decide(submitted, { ...reject, reasons: [] }, 'agent')).toEqual({
      kind: 'refused',
      why: 'reasons_missing',
    });
  });

  it('follows the customer into another conversation', () => {
    expect(after(moveTo(draft, 'c2')).conversationId).toBe('c2');
    expect(moveTo(draft, 'c1').kind).toBe('unchanged');
  });
});

describe('after a rejection', () => {
  const card: SubmissionRecord = {
    ...complete,
    answers: { ...answers, documentType: 'id_card' },
    photos: { document_front: front, document_back: { ...documentPhoto('back'), at }, selfie },
  };
  const rejectedFor = (reasons: ReasonCode[], submission = card): SubmissionRecord =>
    after(decide(after(submit(submission, at)), { ...reject, reasons }, 'agent'));
  const again = (reasons: ReasonCode[], submission = card): SubmissionRecord =>
    startSubmission({ ...about, id: 'second', reference: 'VG-1111-1111' }, rejectedFor(reasons, submission));

  it('starts expedited and says what the rejection named', () => {
    expect(again(['selfie_face_differs'])).toMatchObject({
      id: 'second',
      state: 'draft',
      expedited: true,
      toMend: ['selfie_face_differs'],
      refusals: {},
    });
  });

  it.each<[ReasonCode[], string[]]>([
    [['selfie_face_differs'], ['selfie']],
    [['liveness_face_differs'], ['selfie']],
    [['liveness_movement_unsure'], ['liveness']],
    [
      ['selfie_blurred', 'document_glare'],
      ['document_front', 'document_back', 'selfie'],
    ],
    [['document_face_missing'], ['document_front']],
    [['document_name_differs'], ['surname', 'givenNames', 'confirmed', 'document_front']],
    [['document_birth_date_differs'], ['birthDate', 'confirmed', 'document_front']],
    [['document_number_differs'], ['documentNumber', 'confirmed', 'document_front']],
    [['document_country_differs'], ['country', 'confirmed', 'document_front']],
    [['document_expired'], ['documentType', 'documentNumber', 'confirmed']],
    [['document_not_accepted'], ['country', 'documentType', 'documentNumber', 'confirmed']],
  ])('for %s asks again only for %s', (reasons, expected) => {
    const second = again(reasons);
    const missing = missingParts(second);
    expect([...missing].sort()).toEqual([...expected].sort());
    // Without a type nobody knows yet which sides are needed; the photos are gone all the same.
    if (!second.answers.documentType) expect(Object.keys(second.photos)).toEqual(['selfie']);
    expect(second.answers.consent).toEqual(answers.consent);
  });

  it('takes a code about photos in general for the photo whose verdict named it', () => {
    const small = { outcome: 'review', reasons: [{ code: 'photo_too_small' }] } as const;
    const back = { ...documentPhoto('back', small), at };
    expect(
      missingParts(again(['photo_too_small'], { ...card, photos: { ...card.photos, document_back: back } })),
    ).toEqual(['document_back']);
    expect(missingParts(again(['photo_too_small']))).toEqual(['document_front', 'document_back', 'selfie']);
  });

  it('starts blank when there was no rejection', () => {
    const approved = after(decide(after(submit(card, at)), approve, 'agent'));
    expect(startSubmission(about, approved)).toMatchObject({ expedited: false, answers: {}, photos: {} });
  });
});
