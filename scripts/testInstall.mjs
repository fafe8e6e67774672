// `npm run test:install`: a stock app as create-app makes it, our packed packages in it as
// docs/how-to/install.md says, started; then a run, and its page in a real browser.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { followRun } from './demo/followRun.mjs';
import { portalApi } from './portalApi.mjs';
import { at, findYarn, root, say, yarnEnvironment } from './toolchain.mjs';
import { waitFor } from './waitFor.mjs';

const CREATE_APP = '@backstage/create-app@0.9.2';
const PORT = 7117;
const PIPELINE = 'component:default/two-steps';
const BASE = `http://localhost:${PORT}`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-install-'));
const app = path.join(folder, 'stock');
const keep = process.argv.includes('--keep');

/** yarn on PATH, since create-app asks for it there. */
const tools = path.join(folder, 'bin');
fs.mkdirSync(tools);
fs.writeFileSync(
  path.join(tools, 'yarn'),
  `#!/bin/sh\nexec "${process.execPath}" "${findYarn()}" "$@"\n`,
  { mode: 0o755 },
);
const environment = {
  ...yarnEnvironment(process.env),
  PATH: `${tools}${path.delimiter}${process.env.PATH}`,
  YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  // The stock app compiles what ships no binary; this test needs none of that.
  YARN_ENABLE_SCRIPTS: 'false',
  YARN_NPM_MINIMAL_AGE_GATE: '0',
};

function run(what, command, args, options = {}) {
  const began = performance.now();
  const { input, cwd = root } = options;
  const done = spawnSync(command, args, {
    cwd,
    input,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (done.status !== 0) {
    throw new Error(
      `${what} ended with ${done.status ?? done.error}\n${tail(done.stdout)}\n${tail(done.stderr)}`,
    );
  }
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return done.stdout;
}

const tail = text => (text ?? '').split('\n').slice(-40).join('\n');
const yarn = (what, args, cwd) =>
  run(what, process.execPath, [findYarn(), ...args], { cwd });

/** Every package that is for others to install, packed as it would be published. */
function pack() {
  run('declarations', process.execPath, [at('node_modules/.bin/tsc')]);
  const packed = path.join(folder, 'packed');
  fs.mkdirSync(packed);
  const workspaces = ['packages', 'plugins'].flatMap(parent =>
    fs.readdirSync(at(parent)).map(name => at(parent, name)),
  );
  const tarballs = {};
  for (const workspace of workspaces) {
    const manifest = path.join(workspace, 'package.json');
    if (!fs.existsSync(manifest)) continue;
    const { name, private: isPrivate } = JSON.parse(
      fs.readFileSync(manifest, 'utf8'),
    );
    if (isPrivate) continue;
    const out = path.join(packed, `${name.replace(/[@/]/g, '-')}.tgz`);
    yarn(`build ${name}`, ['run', 'build'], workspace);
    yarn(`pack ${name}`, ['pack', '--out', out], workspace);
    tarballs[name] = `file:${out}`;
  }
  return tarballs;
}

function createStockApp() {
  run(
    'create-app',
    'npm',
    [
      ...['exec', '--yes', `--package=${CREATE_APP}`, '--'],
      ...['backstage-create-app', '--skip-install', '--path', app],
    ],
    { input: 'stock\n', cwd: folder },
  );
}

/** The fenced blocks of the guide, so that what is tested is what is written. */
function guide() {
  const text = fs.readFileSync(at('docs/how-to/install.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const of = language =>
    blocks.filter(([, name]) => name === language).map(([, , block]) => block);
  const [adding] = of('sh');
  const lines = adding.replace(/\\\n/g, ' ').split('\n');
  const packages = target =>
    lines
      .filter(line => line.includes(`--cwd ${target} add`))
      .flatMap(line => line.match(/@trainyard\/\S+/g) ?? []);
  return {
    app: packages('packages/app'),
    backend: packages('packages/backend'),
    code: of('ts')[0],
    configuration: of('yaml').slice(0, 2),
  };
}

function edit(file, change) {
  const place = path.join(app, file);
  fs.writeFileSync(place, change(fs.readFileSync(place, 'utf8')));
}

function install(tarballs) {
  const { app: pages, backend, code, configuration } = guide();
  const lines = code.trim().split('\n').length;
  if (lines > 10) throw new Error(`the guide asks for ${lines} lines of code`);
  const own = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  edit('package.json', text => {
    const manifest = JSON.parse(text);
    // Our own packages come from their tarballs; the rest are the versions that this repository proved.
    Object.assign(manifest.resolutions, own.resolutions, tarballs);
    return JSON.stringify(manifest, null, 2);
  });
  const add = (file, names) =>
    edit(file, text => {
      const manifest = JSON.parse(text);
      for (const name of names) manifest.dependencies[name] = tarballs[name];
      return JSON.stringify(manifest, null, 2);
    });
  add('packages/app/package.json', pages);
  add('packages/backend/package.json', backend);
  edit('packages/backend/src/index.ts', text =>
    text.replace('backend.start();', `${code}\nbackend.start();`),
  );
  fs.writeFileSync(
    path.join(app, 'app-config.guide.yaml'),
    configuration.join('\n'),
  );
  fs.cpSync(at('e2e/install/pipeline'), path.join(app, 'pipelines/two-steps'), {
    recursive: true,
  });
  fs.writeFileSync(
    path.join(app, 'app-config.test.yaml'),
    `app: { baseUrl: '${BASE}' }
backend:
  baseUrl: ${BASE}
  listen: { port: ${PORT}, host: 127.0.0.1 }
catalog:
  locations:
    - type: file
      target: ../../examples/org.yaml
      rules: [{ allow: [User, Group] }]
    - type: file
      target: ../../pipelines/two-steps/catalog-info.yaml
auth:
  providers:
    guest: { userEntityRef: user:default/guest }
`,
  );
  yarn('install', ['install'], app);
  yarn(
    'build of the front end',
    [
      'workspace',
      'app',
      'build',
      '--config',
      '../../app-config.yaml',
      '--config',
      '../../app-config.test.yaml',
    ],
    app,
  );
}

function start() {
  const configs = ['app-config', 'app-config.guide', 'app-config.test'];
  const log = fs.openSync(path.join(folder, 'portal.log'), 'w');
  return spawn(
    process.execPath,
    [
      ...['--require', '@backstage/cli-node/config/nodeTransform.cjs'],
      'src/index.ts',
      ...configs.flatMap(name => ['--config', `../../${name}.yaml`]),
    ],
    {
      cwd: path.join(app, 'packages/backend'),
      env: { ...environment, NODE_ENV: 'development' },
      stdio: ['ignore', log, log],
    },
  );
}

async function seeRun(run) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${BASE}/training/runs/${run}`);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('Succeeded').first().waitFor({ timeout: 60_000 });
    await page.getByText('two-steps').first().waitFor();
  } finally {
    await browser.close();
  }
}

let portal;
try {
  const tarballs = pack();
  createStockApp();
  install(tarballs);
  portal = start();
  const api = portalApi(BASE);
  await waitFor(
    `${PIPELINE} in the catalog`,
    () => {
      if (portal.exitCode !== null) throw new Error('the portal ended');
      // Until it has started, the portal answers nobody.
      return api.entity(PIPELINE).catch(() => undefined);
    },
    { seconds: 180 },
  );
  await api.joinTeams();
  const { run } = await api.post('/api/ml-training/v1/runs', {
    pipeline: PIPELINE,
    token: randomUUID(),
  });
  const { state, because } = await followRun(api, run);
  if (state !== 'succeeded') throw new Error(`the run ${state}: ${because}`);
  await seeRun(run);
  say('a stock app with our packages ran a pipeline and showed its page');
} catch (error) {
  say(error.message);
  const log = path.join(folder, 'portal.log');
  if (fs.existsSync(log)) say(tail(fs.readFileSync(log, 'utf8')));
  process.exitCode = 1;
} finally {
  portal?.kill();
  if (keep) say(`kept in ${folder}`);
  else fs.rmSync(folder, { recursive: true, force: true });
}
