// The commands of this repository, for a machine that has only Node (20 or newer) and npm.
// See the scripts of package.json; nothing here needs to be installed first.
import { spawn, spawnSync } from 'node:child_process';
import {
  buildAppWhenStale,
  bundleWhenStale,
  installWhenStale,
} from './freshness.mjs';
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

/**
 * Runs to the end; a failure ends this process with the same status.
 *
 * @param quiet - what it prints is of interest only when it fails
 */
function run(args, { cwd = root, env = environment, quiet = false } = {}) {
  const done = spawnSync(node, args, {
    cwd,
    env,
    stdio: ['inherit', quiet ? 'pipe' : 'inherit', 'inherit'],
    maxBuffer: Infinity,
  });
  if (done.status === 0) return;
  if (done.stdout) process.stderr.write(done.stdout);
  process.exit(done.status ?? 1);
}

/** Runs beside this process until it ends; a signal to this process, or its parent's end, ends it. */
function serve(args) {
  const child = spawn(node, args, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // A signal to `npm start` ends npm's shell without reaching this process.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill();
  }, 500);
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const yarn = (...args) =>
  run([findYarn(), ...args], { env: yarnEnvironment(environment) });
const bin = (name, ...args) => run([at('node_modules', '.bin', name), ...args]);
const install = () => installWhenStale(() => yarn('install', '--immutable'));
const bundle = () => bundleWhenStale(() => run([at('scripts', 'bundle.mjs')]));
const buildApp = () =>
  buildAppWhenStale(() =>
    run([at('node_modules', '.bin', 'backstage-cli'), 'package', 'build'], {
      cwd: at('packages', 'app'),
      quiet: true,
    }),
  );

const CLI = at('packages', 'cli', 'dist', 'trainyard.mjs');

/** Benchmarks that open the portal in a browser. */
const WITH_PAGES = ['page-lag', 'runs-page'];

const tasks = {
  start() {
    install();
    bundle();
    buildApp();
    serve([at('scripts', 'start.mjs')]);
  },
  dev(...args) {
    install();
    bundle();
    const configs = ['app-config.yaml', 'app-config.dev.yaml'];
    serve([
      at('node_modules', '.bin', 'backstage-cli'),
      ...['repo', 'start'],
      ...configs.flatMap(file => ['--config', at(file)]),
      ...args,
    ]);
  },
  demo(...args) {
    install();
    bundle();
    buildApp();
    serve([at('scripts', 'demo.mjs'), ...args]);
  },
  trainyard(...args) {
    install();
    bundle();
    // Paths are meant from where the person stands, not from where npm goes.
    run([CLI, ...args], { cwd: process.env.INIT_CWD ?? root });
  },
  test(...args) {
    install();
    bundle();
    run([at('scripts', 'test.mjs'), ...args]);
  },
  install(...args) {
    install();
    bundle();
    run([at('scripts', 'testInstall.mjs'), ...args]);
  },
  e2e(...args) {
    install();
    bundle();
    buildApp();
    serve([at('scripts', 'testPortal.mjs'), ...args]);
  },
  argo(...args) {
    install();
    bundle();
    run([at('scripts', 'testArgo.mjs'), ...args]);
  },
  kills(...args) {
    install();
    bundle();
    run([at('scripts', 'testKills.mjs'), ...args]);
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
    if (WITH_PAGES.includes(args[0])) buildApp();
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
