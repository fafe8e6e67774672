// The programs of the cluster, built from pinned modules of Go.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { versitygw } from '../../../scripts/versitygw.mjs';
import { inCache, keyOf, kept } from './cache.mjs';
import { run } from './run.mjs';

const ARGO = 'v3.7.3';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = name => path.join(here, 'go', name);
const read = file => fs.readFileSync(file, 'utf8');

/** Programs are copied into images that hold no C library, and need no symbols. */
const BUILD = ['build', '-ldflags=-s -w'];
const go = (args, options) =>
  run('go', args, { ...options, env: { CGO_ENABLED: '0', ...options?.env } });

/** @returns the path of each program, and the folder of Argo's resource definitions */
export async function buildPrograms(log) {
  const kubebox = await fromHere('kubebox', log);
  const pause = await fromHere('pause', log);
  const argo = await buildArgo(log);
  return {
    kubebox: path.join(kubebox, 'kubebox'),
    pause: path.join(pause, 'pause'),
    versitygw: await versitygw(),
    argo: path.join(argo, 'argo'),
    argoexec: path.join(argo, 'argoexec'),
    workflowController: path.join(argo, 'workflow-controller'),
    definitions: path.join(argo, 'definitions'),
  };
}

function fromHere(name, log) {
  const cwd = modules(name);
  const key = keyOf(
    ...fs.readdirSync(cwd).map(file => read(path.join(cwd, file))),
  );
  return kept({ name, key, log }, made =>
    go([...BUILD, '-o', `${made}/`, '.'], { cwd }),
  );
}

/**
 * What Argo's sources need before they build here: archives of modules drop
 * symbolic links, hold no built pages, and two servers would listen to the network.
 */
const CHANGES = [
  {
    file: 'workflow/executor/osspecific/signal_linux.go',
    copyOf: 'workflow/executor/osspecific/signal_darwin.go',
  },
  { file: 'ui/dist/app/index.html', text: '<!doctype html>' },
  {
    file: 'server/apiserver/argoserver.go',
    replace: 'net.Listen("tcp", address)',
    by: 'net.Listen("tcp", "127.0.0.1"+address)',
  },
  {
    file: 'cmd/workflow-controller/main.go',
    replace: 'http.ListenAndServe(":6060", nil)',
    by: 'http.ListenAndServe("127.0.0.1:0", nil)',
  },
];

function buildArgo(log) {
  const key = keyOf(ARGO, JSON.stringify(CHANGES));
  return kept({ name: 'argo', key, log }, async made => {
    const cwd = modules('argo');
    const module = 'github.com/argoproj/argo-workflows/v3';
    await go(['mod', 'download', module], { cwd });
    const original = (
      await go(['list', '-m', '-f', '{{.Dir}}', module], { cwd })
    ).trim();
    // -overlay refuses files of the module cache, so the sources are copied.
    const sources = inCache('argo-sources');
    fs.rmSync(sources, { recursive: true, force: true });
    fs.cpSync(original, sources, { recursive: true });
    await run('chmod', ['-R', 'u+w', sources]);
    CHANGES.forEach(change => apply(sources, change));
    fs.mkdirSync(made);
    await go(
      [
        ...BUILD,
        '-o',
        `${made}/`,
        './cmd/argo',
        './cmd/argoexec',
        './cmd/workflow-controller',
      ],
      { cwd: sources },
    );
    const definitions = path.join(sources, 'manifests/base/crds/minimal');
    fs.mkdirSync(path.join(made, 'definitions'));
    for (const file of fs.readdirSync(definitions)) {
      if (!file.startsWith('argoproj.io_')) continue;
      const to = path.join(made, 'definitions', file);
      fs.copyFileSync(path.join(definitions, file), to);
    }
    fs.rmSync(sources, { recursive: true });
  });
}

function apply(sources, { file, copyOf, text, replace, by }) {
  const to = path.join(sources, file);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (copyOf) fs.copyFileSync(path.join(sources, copyOf), to);
  if (text) fs.writeFileSync(to, text);
  if (!replace) return;
  const before = read(to);
  if (before.split(replace).length !== 2) {
    throw new Error(`Argo ${ARGO} has not exactly one ${replace} in ${file}`);
  }
  fs.writeFileSync(to, before.replace(replace, by));
}
