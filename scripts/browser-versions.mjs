// Which versions of each browser there are, and since when, from caniuse-lite (devDependency, pinned), into
// knowledge/diagnose/browser-versions.json. To renew it: raise caniuse-lite, run this, commit both.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const require = createRequire(import.meta.url);
const FILE = path.resolve(import.meta.dirname, '../knowledge/diagnose/browser-versions.json');
const LISTS = {
  chrome: 'chrome',
  safari: 'safari',
  safari_ios: 'ios_saf',
  firefox: 'firefox',
  firefox_android: 'firefox',
  edge: 'edge',
  samsung: 'samsung',
  opera: 'opera',
};
/** What is older has been out of every maker's support for years; that it is older is all there is to say. */
const SINCE = '2019-01-01';

export function browserVersions() {
  const { agents } = require('caniuse-lite/dist/unpacker/agents.js');
  const { version } = JSON.parse(readFileSync(require.resolve('caniuse-lite/package.json'), 'utf8'));
  const browsers = Object.fromEntries(
    Object.entries(LISTS).map(([name, agent]) => {
      const dated = Object.entries(agents[agent].release_date)
        // A list such as 15.2-15.3 stands for its last one; previews have no date.
        .filter(([, date]) => date)
        .map(([versions, date]) => [
          versions.split('-').at(-1),
          new Date(date * 1000).toISOString().slice(0, 10),
        ])
        .filter(([number, day]) => /^\d+(\.\d+)?$/.test(number) && day >= SINCE)
        .sort(([one], [other]) => compare(one, other));
      return [name, dated];
    }),
  );
  const asOf = Object.values(browsers)
    .flatMap((versions) => versions.map(([, day]) => day))
    .sort()
    .at(-1);
  return { from: `caniuse-lite ${version}`, asOf, browsers };
}

function compare(one, other) {
  const [a, b] = [one, other].map((text) => text.split('.').map(Number));
  return a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0);
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(FILE, `${JSON.stringify(browserVersions())}\n`);
  console.log(`wrote ${path.relative(process.cwd(), FILE)}`);
}
