import path from 'node:path';

import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createDatabase, type Database, type DatabaseConnection } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { createFileFolder } from './files.ts';
import { loadMasterKey } from './master-key.ts';
import { migrate } from './migrate.ts';
import { createUploads, type Uploads } from './uploads.ts';
import { checkMasterKey, createVault, type Vault } from './vault.ts';

export interface Storage {
  readonly database: Database;
  /** For a thread that needs a connection of its own. */
  readonly connection: DatabaseConnection;
  readonly vault: Vault;
  readonly uploads: Uploads;
  /** For the operator: which server keeps the data. */
  readonly provider: string;
  close(): Promise<void>;
}

/** Opens all that keeps data, brings its tables up to date, and makes sure that the key is the right one. */
export async function openStorage(
  config: Pick<Config, 'database' | 'dataFolder' | 'encryptionKey'>,
  log: Log,
  now: () => Date,
): Promise<Storage> {
  const server = await openServer(config, log);
  const database = createDatabase({ connection: server.connection, log });
  const close = async () => {
    await database.close();
    await server.stop();
  };
  try {
    const vault = createVault(
      await loadMasterKey({ dataFolder: config.dataFolder, configured: config.encryptionKey }),
    );
    await migrate(database, { log });
    await checkMasterKey(database, vault);
    const files = createFileFolder(path.resolve(config.dataFolder, 'files'));
    const uploads = createUploads({ database, vault, files, now });
    await uploads.sweep();
    const [about] = await database.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    const provider = `PostgreSQL ${about?.version ?? ''}, ${server.kind}`;
    return { database, connection: server.connection, vault, uploads, provider, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface OpenServer {
  readonly kind: string;
  readonly connection: DatabaseConnection;
  stop(): Promise<void>;
}

async function openServer(config: Pick<Config, 'database' | 'dataFolder'>, log: Log): Promise<OpenServer> {
  if (config.database.provider === 'url') {
    const connection = { connectionString: config.database.url };
    return { kind: 'from DATABASE_URL', connection, stop: () => Promise.resolve() };
  }
  const embedded = await startEmbeddedPostgres({ folder: path.join(config.dataFolder, 'postgres'), log });
  return { kind: 'embedded', connection: embedded.connection, stop: () => embedded.stop() };
}
