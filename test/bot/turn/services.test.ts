import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Readable } from 'node:stream';

import { createFileFolder } from '../../../bot/storage/files.ts';
import { createUploads, type Uploads } from '../../../bot/storage/uploads.ts';
import { createScreenshots } from '../../../bot/screenshots.ts';
import { createUploadService } from '../../../bot/turn/services.ts';
import { createWorkers, type Workers } from '../../../bot/workers/workers.ts';
import type { UploadService } from '../../../dialogs/services.ts';
import { checkDocument } from '../../../knowledge/checks/check-document.ts';
import { checkSelfie } from '../../../knowledge/checks/check-selfie.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { criteria } from '../../knowledge/checks/measurements.ts';
import { claimOf, HOLDERS } from '../../specimen/holders.ts';

const CUSTOMER = { customerId: 'dl_anna', conversationId: 'c1' };

describe('the files that the dialogs ask for', () => {
  let fresh: FreshDatabase;
  let uploads: Uploads;
  let workers: Workers;
  let service: UploadService;

  beforeAll(async () => {
    fresh = await freshDatabase();
    const { database, vault, folder } = fresh;
    uploads = createUploads({ database, vault, files: createFileFolder(folder), now: () => new Date() });
    const workerFile = new URL('../workers/misbehaving-thread.mjs', import.meta.url);
    workers = createWorkers({ workerFile, log: silent, threads: 1 });
    const screenshots = createScreenshots({ uploads, workers });
    service = createUploadService({
      ...{ uploads, workers },
      readScreenshot: (uploadId, onlyScreens) => screenshots.read(uploadId, onlyScreens),
    });
  });

  afterAll(async () => {
    await workers.stop();
    await fresh.drop();
  });

  const keep = (text: string) =>
    uploads.keep(Readable.from([Buffer.from(text)]), { ...CUSTOMER, name: 'photo.jpg', limitBytes: 1000 });

  it('a photo that brings the measuring down is one that could not be checked, and is nobody’s fault', async () => {
    const { id } = await keep('crash');
    const document = await service.measureDocument(id);
    const claim = claimOf(HOLDERS.anna, 'passport');
    const couldNot = { outcome: 'retake', reasons: [{ code: 'check_unavailable' }] };
    expect(checkDocument(document, claim, criteria, new Date())).toEqual(couldNot);
    expect(checkDocument(document, claim, criteria, new Date(), { lastTry: true })).toEqual({
      ...couldNot,
      outcome: 'review',
    });
    expect(checkSelfie(await service.measureSelfie(id), [], criteria)).toEqual(couldNot);
  });

  it('a picture that brings the reading down is one on which nothing was read', async () => {
    const { id } = await keep('crash');
    expect(await service.readScreen(id, false)).toMatchObject({ decodes: false, passes: [] });
    expect(await uploads.redactedOf(id)).toBeUndefined();
  });

  it('a file of somebody else is not there', async () => {
    const { id } = await keep('hello');
    expect(await service.find('dl_berta', id)).toBeUndefined();
    expect(await service.find('dl_anna', id)).toMatchObject({ id });
  });
});
