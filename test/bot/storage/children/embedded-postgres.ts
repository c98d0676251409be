// Starts the embedded server, then does as it is told: `write` rows without end, `wait`, or `stop` at once.
import { createLog } from '../../../../bot/log.ts';
import { createDatabase } from '../../../../bot/storage/database.ts';
import { startEmbeddedPostgres } from '../../../../bot/storage/embedded-postgres.ts';

const { folder, task } = JSON.parse(process.argv[2] ?? '') as {
  folder: string;
  task: 'write' | 'wait' | 'stop';
};
const log = createLog('silent');
const server = await startEmbeddedPostgres({ folder, log });
const database = createDatabase({ connection: server.connection, log });
console.log('ready');

async function writeWithoutEnd(worker: number): Promise<void> {
  for (;;) {
    const [row] = await database.query<{ id: number }>('insert into note (worker) values ($1) returning id', [
      worker,
    ]);
    console.log(`acknowledged ${row?.id}`);
  }
}

async function stop(): Promise<void> {
  await database.close();
  await server.stop();
  console.log('stopped');
}

if (task === 'write') {
  await database.query(
    'create table if not exists note (id bigint generated always as identity, worker int)',
  );
  await Promise.all([1, 2, 3, 4].map(writeWithoutEnd));
} else if (task === 'stop') {
  await stop();
} else {
  const waiting = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(waiting);
    void stop();
  });
}
