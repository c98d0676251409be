import { existsSync } from 'node:fs';

import { readConfig, type Config } from './config.ts';
import { Failure } from './failure.ts';
import { createLog, type Log } from './log.ts';
import { openStorage } from './storage/open-storage.ts';

/** What a command works with beside the running app. */
export interface CommandMeans {
  readonly config: Config;
  readonly storage: Awaited<ReturnType<typeof openStorage>>;
  readonly log: Log;
  readonly now: () => Date;
}

/** Opens the app's storage by its configuration for as long as the work takes. */
export async function withStorage(work: (means: CommandMeans) => Promise<void>): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const now = () => new Date();
  const log = createLog('error');
  const storage = await openStorage(config, log, now);
  try {
    await work({ config, storage, log, now });
  } finally {
    await storage.close();
  }
}

/** Tells a wrong call and what could not be done in a sentence, and ends with 2 then. */
export async function runCommand(usage: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isCall = error instanceof TypeError && 'code' in error;
    if (!isCall && !(error instanceof Failure)) throw error;
    console.error(isCall ? `${error.message}\n\n${usage}` : error.message);
    process.exitCode = 2;
  }
}
