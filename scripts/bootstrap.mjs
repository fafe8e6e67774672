// The commands of this repository, for a machine that has only Node (20 or newer) and npm.
// See the scripts of package.json; nothing here needs to be installed first.
import { spawnSync } from 'node:child_process';
import { bundleWhenStale, installWhenStale } from './freshness.mjs';
import {
  Advice,
  at,
  environmentOf,
  findNode,
  findYarn,
  root,
  say,
  yarnEnvironment,
} from './toolchain.mjs';

let node;
let environment;

/** Runs to the end; a failure ends this process with the same status. */
function run(args, { cwd = root, env = environment } = {}) {
  const done = spawnSync(node, args, { cwd, env, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const yarn = (...args) =>
  run([findYarn(), ...args], { env: yarnEnvironment(environment) });
const bin = (name, ...args) => run([at('node_modules', '.bin', name), ...args]);
const install = () => installWhenStale(() => yarn('install', '--immutable'));
const bundle = () => bundleWhenStale(() => run([at('scripts', 'bundle.mjs')]));

const CLI = at('packages', 'cli', 'dist', 'trainyard.mjs');

const tasks = {
  trainyard(...args) {
    install();
    bundle();
    // Paths are meant from where the person stands, not from where npm goes.
    run([CLI, ...args], { cwd: process.env.INIT_CWD ?? root });
  },
  demo(...args) {
    install();
    bundle();
    run([at('scripts', 'demo.mjs'), ...args]);
  },
  test(...args) {
    install();
    bundle();
    run([at('scripts', 'test.mjs'), ...args]);
  },
  check() {
    install();
    run([at('scripts', 'check.mjs')]);
  },
  fix() {
    install();
    bin('prettier', '--write', '--log-level=warn', '.');
    bin('backstage-cli', 'repo', 'lint', '--fix');
  },
  bench(...args) {
    install();
    bundle();
    run([at('scripts', 'bench.mjs'), ...args]);
  },
  docs() {
    install();
    bundle();
    run([at('scripts', 'docs.mjs')]);
  },
  yarn,
};

const [task, ...args] = process.argv.slice(2);
try {
  if (!Object.hasOwn(tasks, task ?? '')) {
    throw new Advice(
      `no task "${task}"; there are: ${Object.keys(tasks).join(', ')}`,
    );
  }
  node = findNode();
  environment = environmentOf(node);
  tasks[task](...args);
} catch (error) {
  if (!(error instanceof Advice)) throw error;
  say(error.message);
  process.exit(2);
}
