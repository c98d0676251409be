// Prints the master key of a data folder, as hexadecimal, at the given moment.
import { setTimeout as sleep } from 'node:timers/promises';

import { loadMasterKey } from '../../../../bot/storage/master-key.ts';

const { folder, at } = JSON.parse(process.argv[2] ?? '') as { folder: string; at: number };
await sleep(at - Date.now());
console.log(`key ${(await loadMasterKey({ dataFolder: folder, configured: undefined })).toString('hex')}`);
