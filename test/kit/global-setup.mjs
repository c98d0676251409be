import path from 'node:path';

import preparePostgres from '../../scripts/build/postgres.mjs';

/** The embedded PostgreSQL can be started, also when nothing was built yet. */
export default async function globalSetup() {
  await preparePostgres({ root: path.resolve(import.meta.dirname, '../..') });
}
