// Finds what this repository runs on, given only Node (20 or newer) and npm.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0';
const NODE_MAJORS = [22, 24];
const YARN = '4.18.1';

export const root = path.resolve(fileURLToPath(import.meta.url), '../..');
export const at = (...names) => path.join(root, ...names);
export const say = text => console.error(`[trainyard] ${text}`);

/** A failure that a person can mend: its message is shown without a stack. */
export class Advice extends Error {}

/** Runs npm as this very Node would, without a shell. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js')
    ? [process.execPath, [cli]]
    : ['npm', []];
  const done = spawnSync(command, [...first, '--loglevel=error', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.status !== 0) {
    throw new Advice(
      `"npm ${args.join(' ')}" ended with ${done.status ?? done.error?.message}. ` +
        'Is the npm registry reachable?',
    );
  }
  return done.stdout.trim();
}

/** Asking npm takes a second, so the answer is kept; an answer that is gone is asked for again. */
function remembered(name, ask) {
  const file = at('.cache', name);
  const known = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
  if (known && fs.existsSync(known)) return known;
  const found = ask();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${found}\n`);
  return found;
}

/** The path of a Node that Backstage supports: this one, or one from npm. */
export function findNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (NODE_MAJORS.includes(major)) return process.execPath;
  return remembered(`node-${NODE}`, () => {
    say(
      `Node ${process.versions.node} is not 22 or 24: taking ${NODE} from npm`,
    );
    const print = ['node', '-p', 'process.execPath'];
    return npm(['exec', '--yes', `--package=node@${NODE}`, '--', ...print]);
  });
}

/** The path of yarn's release file, brought from npm when it is not there. */
export function findYarn() {
  const release = at('.yarn', 'releases', `yarn-${YARN}.cjs`);
  if (fs.existsSync(release)) return release;
  say(`taking yarn ${YARN} from npm`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-yarn-'));
  npm([
    'install',
    '--no-save',
    '--ignore-scripts',
    '--prefix',
    folder,
    `@yarnpkg/cli-dist@${YARN}`,
  ]);
  fs.mkdirSync(path.dirname(release), { recursive: true });
  fs.copyFileSync(
    path.join(folder, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js'),
    release,
  );
  fs.rmSync(folder, { recursive: true });
  return release;
}

/** The environment of every command: the right Node first on PATH. */
export function environmentOf(node) {
  const folder = path.dirname(node);
  return {
    ...process.env,
    PATH: `${folder}${path.delimiter}${process.env.PATH}`,
  };
}

/** yarn does not read npm's settings: it is handed the registry that npm uses. */
export function yarnEnvironment(environment) {
  return {
    ...environment,
    YARN_NPM_REGISTRY_SERVER:
      process.env.YARN_NPM_REGISTRY_SERVER ??
      npm(['config', 'get', 'registry']),
  };
}
