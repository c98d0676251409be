import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { enrolmentOf } from '../../../bot/duplicates/enrolment.ts';
import type { SubmissionRecord } from '../../../bot/submissions/submission.ts';
import type { DuplicateEvidence } from '../../../knowledge/checks/duplicates/duplicate-evidence.ts';
import { documentMeasurements, selfieMeasurements } from '../submissions/specimen.ts';
import { fileAddressIn, openDesk, type Browser, type Desk } from './desk-kit.ts';

let desk: Desk;
let kim: Browser;
let lee: Browser;
let submission: SubmissionRecord;
let page: string;
let customer = 0;

beforeAll(async () => {
  desk = await openDesk();
  kim = await desk.agent('Kim');
  lee = await desk.agent('Lee');
});
afterAll(() => desk.close());

beforeEach(async () => {
  customer += 1;
  submission = await desk.sentIn(`dl_${customer}`, { documentNumber: `X${customer}` });
  page = `/desk/submissions/${submission.reference}`;
});

const stateOf = async (reference = submission.reference) =>
  (await desk.submissions.byReference(reference))?.state;

describe('a verification to review', () => {
  it('shows photos, what was typed beside what was read, and each measurement beside its criterion', async () => {
    const html = await (await kim.get(page)).text();
    for (const photo of [submission.photos.document_front, submission.photos.selfie]) {
      expect(html).toContain(`<img src="/desk/uploads/${photo?.uploadId ?? ''}?f=original&amp;e=`);
    }
    for (const words of [
      'Anna Maria Eriksson',
      'Passport · Sweden',
      '12 August 1974',
      'ERIKSSON',
      'L898902C36SWE7408122F3204159ZE184226B',
      'JPEG, 1280 × 900 px, 793 kB',
      'at least 92',
      'exactly one',
      'match up to 0.51, another person above 0.61',
      'Needs your eyes',
      'selfie_face_unsure',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('shows the movements that were asked for with their photos, times and criteria', async () => {
    const html = await (await kim.get(page)).text();
    const [challenge] = submission.liveness?.challenges ?? [];
    const uploadIds = challenge?.prompts.flatMap(({ photos }) => photos.map(({ uploadId }) => uploadId));
    expect(uploadIds).toHaveLength(2);
    for (const uploadId of uploadIds ?? []) {
      const address = fileAddressIn(html, uploadId);
      expect((await kim.get(address)).status).toBe(200);
      expect((await desk.stranger().get(address)).status).not.toBe(200);
    }
    for (const words of [
      'All movements shown',
      'Turn the head to the own left',
      '10.0 s',
      'from 0 to 90 s',
      '0.62; on the selfie 0.05',
      'the same person up to 0.55, another person above 0.65',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('does not offer our own faults as a reason, and those that the checks raised first', async () => {
    const html = await (await kim.get(page)).text();
    const offered = [...html.matchAll(/name="reason" value="(\w+)"/g)].map(([, code]) => code);
    expect(offered[0]).toBe('selfie_face_unsure');
    expect(offered[1]).toBe('document_mrz_invalid'); // raised when judged again
    expect(offered).not.toContain('check_unavailable');
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('judges stored measurements again and says where that differs from the verdict given then', async () => {
    const html = await (await kim.get(page)).text();
    // The typed number is not the zone's, which the verdict stored by this test does not know.
    expect(html).toContain('Judged again just now');
    expect(html).toContain('document_number_differs');
  });

  it('warns of another account with the same document and links to it', async () => {
    const second = await desk.sentIn('dl_twin', { documentNumber: `X${customer}` });
    const html = await (await kim.get(`/desk/submissions/${second.reference}`)).text();
    expect(html).toContain('Another account gave the same document.');
    expect(html).toContain(`href="/desk/submissions/${submission.reference}"`);
  });

  it('remembers who opened it', async () => {
    await kim.get(page);
    expect(await (await lee.get(page)).text()).toContain('Opened by Kim');
  });
});

describe('approving', () => {
  const unread = { ...documentMeasurements, mrz: { found: false, why: 'unreadable' } } as const;
  const sentInUnread = (customerId: string) => desk.sentIn(customerId, { documentNumber: 'ONE' }, unread);
  const approve = (reference: string) =>
    kim.send(`/desk/submissions/${reference}`, { note: '' }, `/desk/submissions/${reference}/approve`);

  it('verifies the customer, leads on to the next one, and stops when another account brings the document', async () => {
    const first = await sentInUnread('dl_first');
    const done = await (await approve(first.reference)).text();
    expect(done).toContain('Approved. The customer is told in the chat and by e-mail.');
    expect(done).toContain('Next in the queue');
    expect((await desk.customers.find('dl_first')).verified).toBe(true);
    expect(await stateOf(first.reference)).toBe('approved');

    const second = await sentInUnread('dl_second');
    const refused = await approve(second.reference);
    expect(refused.status).toBe(409);
    const html = await refused.text();
    expect(html).toContain('This document already verified another account');
    expect(html).toContain(`<a href="/desk/submissions/${first.reference}">${first.reference}</a>`);
    expect(await stateOf(second.reference)).toBe('submitted');
    expect((await desk.customers.find('dl_second')).verified).toBe(false);
  });
});

describe('rejecting', () => {
  it('needs a reason, and keeps the note until there is one', async () => {
    const incomplete = await kim.send(page, { note: 'Looks like a brother' }, `${page}/reject`);
    expect(incomplete.status).toBe(422);
    const html = await incomplete.text();
    expect(html).toContain('Please tick at least one reason');
    expect(html).toContain('Looks like a brother</textarea>');
    expect(await stateOf()).toBe('submitted');
  });

  it('keeps reasons for the customer and the note for the desk', async () => {
    const reasons = ['selfie_face_differs', 'document_glare', 'not_a_reason'];
    const done = await kim.send(page, { reason: reasons, note: 'Looks like a brother' }, `${page}/reject`);
    const html = await done.text();
    expect(html).toContain('Rejected. The customer is told what to mend');
    expect(html).toContain('Looks like a brother');
    expect((await desk.submissions.byReference(submission.reference))?.decision).toMatchObject({
      outcome: 'rejected',
      reasons: ['selfie_face_differs', 'document_glare'],
      note: 'Looks like a brother',
    });
  });

  it('is overtaken by a colleague who decided first, and says by whom', async () => {
    const html = await (await lee.get(page)).text();
    await kim.send(page, { reason: 'selfie_face_differs' }, `${page}/reject`);
    const late = await lee.submit(html, `${page}/approve`);
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('Kim rejected it meanwhile, so your decision was not taken.');
    expect(await stateOf()).toBe('rejected');
  });

  it('does not count on a page that is older than a withdrawal', async () => {
    const html = await (await lee.get(page)).text();
    await desk.submissions.withdraw(submission.id);
    const late = await lee.submit(html, `${page}/approve`);
    expect(await late.text()).toContain('The customer withdrew it meanwhile');
    expect(await stateOf()).toBe('withdrawn');
  });
});

describe('the queue', () => {
  it('puts expedited ones on top, says why they come again, and finds by reference', async () => {
    await kim.send(page, { reason: 'selfie_face_differs' }, `${page}/reject`);
    const again = await desk.submissions.start(submission.customerId, submission.conversationId);
    await desk.submissions.keepPhoto(again.id, 'selfie', {
      uploadId: submission.photos.selfie?.uploadId ?? '',
      measurements: selfieMeasurements,
      verdict: { outcome: 'pass' },
    });
    await desk.submissions.submit(again.id);

    const queue = await (await kim.get('/desk')).text();
    const listed = [...queue.matchAll(/href="\/desk\/submissions\/(VG-[\w-]+)"/g)].map(
      ([, reference]) => reference,
    );
    expect(listed[0]).toBe(again.reference);
    expect(queue).toContain('1 expedited');

    const typed = again.reference.toLowerCase().replaceAll('-', '');
    const html = await (await kim.get(`/desk/find?q=${typed}`)).text();
    expect(html).toContain('A second attempt. The last one was rejected because:');
    expect(html).toContain(submission.reference);
  });
});

describe('what other accounts have in common with it', () => {
  const section = (html: string): string =>
    /<section class="card stack" id="duplicates".*?<\/section>/s.exec(html)?.[0] ?? '';
  const evidence: DuplicateEvidence = {
    faces: [{ mine: 'selfie', theirs: 'selfie', distance: 0.45 }],
    pictures: [{ mine: 'document_front', theirs: 'selfie', bits: 0, sameFile: true }],
    sameDocument: false,
    sameBirthDate: true,
    similarName: false,
  };
  let other: SubmissionRecord;

  beforeEach(async () => {
    other = await desk.sentIn(`dl_other_${customer}`, { documentNumber: `Y${customer}` });
    for (const { id, customerId, answers, photos } of [submission, other]) {
      const enrolment = enrolmentOf({ answers, photos }, desk.criteria, true);
      await desk.database.transaction((tx) =>
        desk.duplicates.enrolments.enrol(tx, { submissionId: id, customerId, enrolment }),
      );
    }
    const finding = {
      likelihood: 'very_likely',
      codes: ['photo_already_used', 'face_already_enrolled'],
    } as const;
    await desk.database.transaction((tx) =>
      desk.duplicates.hits.record(tx, submission.id, {
        ...{ faces: 1_000_000, facesOfOtherNets: 3 },
        hits: [{ submissionId: other.id, evidence, finding }],
      }),
    );
  });

  it('shows the other submission, what they share, how near it is, and both pictures side by side', async () => {
    const html = await (await kim.get(page)).text();
    const shown = section(html);
    for (const words of [
      `href="/desk/submissions/${other.reference}"`,
      'Very likely the same',
      'Face, selfie: near, as some strangers are by chance (distance 0.45)',
      'Photo, document, front here and selfie there: the same file',
      'The same date of birth',
      'face_already_enrolled',
      '1,000,000 faces',
      '3 faces were measured by another version',
    ]) {
      expect(shown).toContain(words);
    }
    expect(shown).not.toContain('similar name');
    const pictures = [...shown.matchAll(/<img src="\/desk\/uploads\/([^"?]+)\?[^"]*"[^>]*loading="lazy"/g)];
    expect(pictures.map(([, id]) => id)).toEqual(
      expect.arrayContaining([submission.photos.selfie?.uploadId, other.photos.selfie?.uploadId]),
    );
    expect(html).toContain('Other accounts have something in common with this one.');
    // A reviewer can reject for it.
    expect(html).toMatch(/Raised by the checks.*value="face_already_enrolled"/s);
  });

  it('shows it from the other side as well', async () => {
    const shown = section(await (await kim.get(`/desk/submissions/${other.reference}`)).text());
    expect(shown).toContain(`href="${page}"`);
    expect(shown).toContain('Photo, selfie here and document, front there: the same file');
    expect(shown).toContain('Not searched yet.');
  });

  it('keeps what a reviewer says about the two, in the history of both', async () => {
    const action = `${page}/duplicates/${other.reference}`;
    await kim.send(page, { opinion: 'same_person' }, action);
    const html = await (await lee.send(page, { opinion: 'other_person' }, action)).text();
    expect(section(html)).toMatch(/Lee says: .*not the same person/);
    const elsewhere = await (await kim.get(`/desk/submissions/${other.reference}`)).text();
    expect(section(elsewhere)).toMatch(/Lee says: .*not the same person/);
    expect(elsewhere).toContain(`Compared with ${submission.reference} by Kim: the same person`);
    expect(elsewhere).toContain(`Compared with ${submission.reference} by Lee: not the same person`);
    expect(await stateOf()).toBe('submitted');
  });

  it('takes no word on what was not compared', async () => {
    const stranger = await desk.sentIn(`dl_stranger_${customer}`, { documentNumber: `Z${customer}` });
    const html = await (await kim.get(page)).text();
    const form = /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const wrong = await kim.post(`${page}/duplicates/${stranger.reference}`, {
      form,
      opinion: 'same_person',
    });
    expect(wrong.status).toBe(404);
    const vague = await kim.post(`${page}/duplicates/${other.reference}`, { form, opinion: 'perhaps' });
    expect(vague.status).toBe(400);
    expect(await desk.duplicates.hits.opinions(submission.customerId)).toEqual([]);
  });

  it('notes who saw the pictures of the other', async () => {
    const html = await (await kim.get(page)).text();
    await kim.get(fileAddressIn(section(html), other.photos.selfie?.uploadId ?? ''));
    expect(await (await lee.get(`/desk/submissions/${other.reference}`)).text()).toContain(
      'Files seen by Kim',
    );
  });
});
