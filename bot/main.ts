import { existsSync } from 'node:fs';

import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { Failure } from './failure.ts';
import { createLog } from './log.ts';

/** How long a second signal or a hanging part may keep us from ending. */
const STOP_LIMIT_MS = 30_000;

const began = performance.now();
const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = () => ((performance.now() - began) / 1000).toFixed(1);

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  say('Veriguide starts');
  say(
    `  ${'configuration'.padEnd(14)}${config.customers.mode === 'demo' ? 'demo mode: every visitor is a customer' : 'customers come with a signed token'}`,
  );
  const app = await startApp(config, log, (part, what) =>
    say(`  ${part.padEnd(14)}${what} (${seconds()} s)`),
  );
  say(`Ready in ${seconds()} s\n`);
  say(`  Help page with the chat  ${app.address}/`);
  say(`  Agents' desk             ${app.address}/desk`);
  if (app.firstAgentLink) say(`    first agent, one time  ${app.firstAgentLink}`);
  say(`  Bot Framework Emulator   ${app.address}/api/messages\n`);

  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGHUP', () => {
    say('Knowledge is loaded anew');
    void app.reloadKnowledge().then((reloaded) => {
      if (reloaded.ok) say('Knowledge is in force as it is now');
      else process.stderr.write(`Knowledge stays as it was:\n${reloaded.why}\n`);
    });
  });
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
  } else {
    process.stderr.write(
      `Veriguide could not start: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}\n`,
    );
  }
  process.exitCode = 1;
}
