// `npm run undelivered`: what helpdesks outside were to be told and were not. Works while the app runs.
import { parseArgs } from 'node:util';

import { createAudit } from './audit/audit.ts';
import { helpdesksInUse } from './config-helpdesks.ts';
import { createDeliveries, type TroubledDelivery } from './deliveries/deliveries.ts';
import { createJobs } from './storage/jobs.ts';
import { runCommand, withStorage } from './run-command.ts';

const USAGE = `Usage: npm run undelivered [-- --json | --resend ID | --resend-all]

Prints the deliveries to helpdesks that were given up or failed so far. --resend sends one that was given up again,
--resend-all all of them; the app does it as soon as it runs. It ends with 1 while any is given up.`;

function lineOf({ id, state, number, helpdesk, kind, why, failures, behind }: TroubledDelivery): string {
  const standing = state === 'dead' ? 'given up' : 'tried again by itself';
  const more = behind > 0 ? `, ${behind} more behind it` : '';
  return `${id}  ${number}  ${helpdesk}  ${kind}\n      ${standing}: ${why} after ${failures} failed tries${more}`;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      resend: { type: 'string' },
      'resend-all': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  await withStorage(async ({ config, storage, log, now }) => {
    const jobs = createJobs({ ...storage, log, now, random: Math.random });
    const audit = createAudit({ ...storage, log });
    const helpdesks = helpdesksInUse(config.helpdesks);
    const deliveries = createDeliveries({ ...storage, jobs, audit, now, helpdesks });
    if (values.resend !== undefined) {
      const again = await deliveries.resend(values.resend, 'system');
      console.log(again ? `${again.number} is sent again.` : 'No delivery with this id was given up.');
      if (!again) process.exitCode = 1;
      return;
    }
    if (values['resend-all']) {
      const again = await deliveries.resendAll('system');
      console.log(`${again.length} ${again.length === 1 ? 'is' : 'are'} sent again.`);
      return;
    }
    const troubled = await deliveries.troubled();
    if (values.json) console.log(JSON.stringify(troubled, null, 2));
    else console.log(troubled.length === 0 ? 'Everything was delivered.' : troubled.map(lineOf).join('\n'));
    if (troubled.some(({ state }) => state === 'dead')) process.exitCode = 1;
  });
}

await runCommand(USAGE, run);
