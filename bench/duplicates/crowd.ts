import { randomUUID } from 'node:crypto';

import { sealEnrolment } from '../../bot/duplicates/sealed-enrolment.ts';
import type { Enrolment } from '../../bot/duplicates/enrolment.ts';
import type { Database } from '../../bot/storage/database.ts';
import type { Vault } from '../../bot/storage/vault.ts';
import { drawFaces, drawHashes } from '../../test/bot/duplicates/crowd.ts';

const NET = 'bench';
/** Descriptors are drawn in parts, so that a million of them never stand in memory at once. */
const PART = 5_000;

/** Strangers' faces, drawn again in each run. */
export function* facesInParts(count: number): Generator<readonly number[][]> {
  for (let first = 0; first < count; first += PART) {
    yield drawFaces(Math.min(PART, count - first), 100 + first / PART);
  }
}

export function enrolmentWith(descriptor: readonly number[], hash: string): Enrolment {
  return {
    selfie: { net: NET, descriptor },
    portrait: { net: NET, descriptor },
    pictures: [
      { slot: 'selfie', digest: randomUUID(), fingerprint: hash },
      { slot: 'document_front', digest: randomUUID(), fingerprint: hash.slice(8) + hash.slice(0, 8) },
    ],
    birthDate: '1990-12-31',
    surname: 'Specimen',
    givenNames: 'Anna Maria',
  };
}

/** A submission row to which an enrolment can belong. */
export async function addSubmissions(database: Database, ids: readonly string[]): Promise<void> {
  await database.query(
    `insert into submission (id, reference, customer_id, conversation_id, state, content, created_at)
     select id, id::text, id::text, '', 'submitted', ''::bytea, now() from unnest($1::uuid[]) as given (id)`,
    [ids],
  );
}

/** Enrols a crowd, many at a time and sealed as the ledger seals. */
export async function enrolCrowd(database: Database, vault: Vault, count: number): Promise<void> {
  const hashes = drawHashes(PART);
  for (const part of facesInParts(count)) {
    const ids = part.map(() => randomUUID());
    await addSubmissions(database, ids);
    const sealed = part.map((descriptor, place) =>
      sealEnrolment(vault, enrolmentWith(descriptor, hashes[place] ?? ''), ids[place] ?? ''),
    );
    await database.query(
      `insert into enrolment (submission_id, customer_id, content, at)
       select id, id::text, content, now() from unnest($1::uuid[], $2::bytea[]) as given (id, content)`,
      [ids, sealed],
    );
  }
}
