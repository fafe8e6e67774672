// `npm run test:e2e`: the tests of e2e/portal in a real browser, on a portal whose data lives in
// a temporary folder.
//
//   npm run test:e2e                 all
//   npm run test:e2e -- PATTERN …    only the test files whose name contains one of these
//   npm run test:e2e -- --keep       leaves the portal's data, and says where
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { startPortal } from './portal.mjs';
import { portalApi } from './portalApi.mjs';
import { at, Advice, root, say } from './toolchain.mjs';
import { waitFor } from './waitFor.mjs';

const PORT = 7207;
const TESTS = at('e2e', 'portal');

const keep = process.argv.includes('--keep');
const patterns = process.argv.slice(2).filter(it => !it.startsWith('--'));
// In the order of their names: what needs the run of the example, which takes a minute, comes late.
const files = fs
  .readdirSync(TESTS)
  .filter(name => name.endsWith('.test.mjs'))
  .filter(
    name => patterns.length === 0 || patterns.some(it => name.includes(it)),
  )
  .sort();

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-e2e-'));
const log = path.join(folder, 'portal.log');
let portal;
let status = 1;
try {
  findChromium();
  prepareExample();
  portal = await startPortal({
    log: fs.openSync(log, 'w'),
    level: 'warn',
    data: folder,
    port: PORT,
    settings: settings(),
  });
  await Promise.race([portal.ready, endedEarly(portal)]);
  say(`the portal is ready: ${portal.url}`);
  await startExample(portal.url);
  status = await test(portal.url);
} catch (error) {
  if (!(error instanceof Advice)) throw error;
  say(error.message);
} finally {
  await portal?.end();
  if (status !== 0) {
    const said = fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '';
    say(
      `what the portal said last:\n${said.split('\n').slice(-20).join('\n')}`,
    );
  }
  if (keep) say(`kept in ${folder}`);
  else fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(status);

function prepareExample() {
  const prepare = at('examples', 'flight-delay', 'prepare.mjs');
  const done = spawnSync(process.execPath, [prepare], { stdio: 'inherit' });
  if (done.status !== 0) throw new Advice('the example could not be laid out');
}

async function startExample(url) {
  const pipeline = 'component:default/flight-delay';
  const api = portalApi(url);
  await waitFor(`${pipeline} in the catalog`, () => api.entity(pipeline));
  await api.joinTeams();
  await api.post('/api/ml-training/v1/runs', { pipeline, token: randomUUID() });
}

function settings() {
  const file = (...names) => ({ type: 'file', target: at(...names) });
  return {
    'catalog.locations': [
      {
        ...file('examples', 'catalog', 'organisation.yaml'),
        rules: [{ allow: ['Group', 'User', 'System', 'Domain'] }],
      },
      file('examples', 'flight-delay', 'catalog-info.yaml'),
      file('e2e', 'portal', 'catalog-info.yaml'),
    ],
    'mlTraining.sources.allowedFolders': [at('examples'), TESTS],
    'mlTraining.submit.perMinute': 300,
    // One that takes long, one that is watched, one beside them.
    'mlTraining.engines.local.concurrency': 3,
  };
}

async function endedEarly(of) {
  throw new Advice(`the portal has ended (${await of.ended})`);
}

async function test(url) {
  const child = spawn(
    process.execPath,
    [
      '--test',
      '--test-concurrency=1',
      ...files.map(name => path.join(TESTS, name)),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PORTAL_URL: url } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => child.kill(signal));
  }
  return new Promise(resolve =>
    child.on('exit', (code, signal) => resolve(signal ? 1 : code)),
  );
}
