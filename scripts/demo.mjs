// `npm run demo [-- --full]`: the example's pipeline on real flights, from the data to the report.
import { spawnSync } from 'node:child_process';
import { at, root, say } from './toolchain.mjs';

const full = process.argv.includes('--full');
const example = at('examples', 'flight-delay');
const pipeline = full ? 'pipeline-full.yaml' : 'pipeline.yaml';

const run = args =>
  spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status;

say('laying out the data of the example');
if (run([at('examples', 'flight-delay', 'prepare.mjs')]) !== 0) process.exit(1);
const cli = at('packages', 'cli', 'dist', 'trainyard.mjs');
process.exit(run([cli, 'run', `${example}/${pipeline}`]) ?? 1);
