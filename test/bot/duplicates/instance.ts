import { createAudit } from '../../../bot/audit/audit.ts';
import { startDuplicateSearch, type DuplicateSearch } from '../../../bot/duplicates/duplicate-search.ts';
import { createDuplicates, type Duplicates } from '../../../bot/duplicates/duplicates.ts';
import { createDuplicateFinder, type DuplicateFinder } from '../../../bot/find-duplicates.ts';
import { createLog } from '../../../bot/log.ts';
import type { Database, DatabaseConnection } from '../../../bot/storage/database.ts';
import { createJobs } from '../../../bot/storage/jobs.ts';
import { createVault, type Vault } from '../../../bot/storage/vault.ts';
import { createSubmissions, type Submissions } from '../../../bot/submissions/submissions.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';

const { criteria } = loadKnowledge();

/** All of an app that finds duplicates, joined as in app.ts. */
export interface Instance {
  readonly submissions: Submissions;
  readonly duplicates: Duplicates;
  readonly search: DuplicateSearch;
  readonly finder: DuplicateFinder;
  stop(): Promise<void>;
}

export function openInstance(kit: {
  database: Database;
  connection: DatabaseConnection;
  vault: Vault;
}): Instance {
  const { database, connection, vault } = kit;
  const now = (): Date => new Date();
  const log = createLog('silent');
  const key = vault.deriveKey('duplicates');
  const duplicates = createDuplicates({ database, vault: createVault(key), now });
  const settings = { concurrency: 1, leaseMs: 1_000, pollMs: 100, firstPauseMs: 50 };
  const jobs = createJobs({ database, vault, log, now, random: Math.random, settings });
  const submissions = createSubmissions({
    ...{ database, vault, jobs, now },
    audit: createAudit({ database, vault, log }),
    markVerified: () => Promise.resolve(),
    removeDuplicates: (submissionId, tx) => duplicates.removeSubmission(submissionId, tx),
  });
  const { maxDistance, maxSelfieBits, maxDocumentBits } = criteria.duplicate;
  const search = startDuplicateSearch({
    threadFile: new URL('../../../dist/bot/duplicates/search-thread.js', import.meta.url),
    limits: { maxDistance, maxBits: Math.max(maxSelfieBits, maxDocumentBits) },
    ...{ connection, key, log },
  });
  const finder = createDuplicateFinder({
    ...{ jobs, database, submissions, duplicates, search, criteria, log },
    withFaces: true,
  });
  return {
    ...{ submissions, duplicates, search, finder },
    async stop() {
      await finder.stop();
      await search.stop();
    },
  };
}
