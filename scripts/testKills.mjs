// `npm run test:kills [-- --kills N --seed N --only sqlite|postgres|two --keep]`: kills and
// pauses portals while runs are submitted and executed, and looks what became of the runs.
import { parseArgs } from 'node:util';
import { bundlePortal } from '../e2e/kills/bundle.mjs';
import { postgres, sqlite } from '../e2e/kills/databases.mjs';
import { randomKills } from '../e2e/kills/randomKills.mjs';
import { twoPortals } from '../e2e/kills/twoPortals.mjs';
import { say } from './toolchain.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const kills = otherwise => Number(values.kills ?? otherwise);
const { keep } = values;

const tests = {
  sqlite: () => randomKills(sqlite, { kills: kills(50), seed, keep }),
  postgres: () => randomKills(postgres, { kills: kills(10), seed, keep }),
  two: () => twoPortals({ seed, keep }),
};

say(`seed ${seed}`);
await bundlePortal();
for (const [name, test] of Object.entries(tests)) {
  if (values.only && values.only !== name) continue;
  try {
    say(await test());
  } catch (error) {
    say(`${name}: ${error.stack}`);
    process.exitCode = 1;
  }
}
