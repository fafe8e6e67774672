// `npm run test:argo [-- NAME …]`: builds a Kubernetes of one node with Argo and an S3 server, starts it,
// and runs e2e/argo on it: contract, cases, disruptions, smoke; all of them unless some are named.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildCluster } from '../e2e/argo/cluster/build.mjs';
import { startCluster } from '../e2e/argo/cluster/cluster.mjs';
import { orNotRun } from '../e2e/argo/cluster/notRun.mjs';
import { at, root, say } from './toolchain.mjs';

const named = process.argv.slice(2);

/** Numbers of runs that the engine's contract lets go on at a time. */
const LIMITS = [1, 2];

const nodeTest = name => [
  process.execPath,
  ['--test', '--test-reporter=spec', at('e2e', 'argo', `${name}.test.mjs`)],
  root,
];

const TESTS = {
  contract: [
    process.execPath,
    [
      at('node_modules', '.bin', 'backstage-cli'),
      ...['package', 'test', '--watchAll=false', '--runInBand'],
      ...['--testMatch', '**/*.cluster.ts'],
    ],
    at('plugins', 'ml-training-backend-module-argo-workflows'),
  ],
  cases: nodeTest('cases'),
  disruptions: nodeTest('disruptions'),
  smoke: nodeTest('smoke'),
};
/** Those of a row run side by side. The smoke test has a cluster of its own. */
const ROWS = [['contract', 'cases'], ['disruptions'], ['smoke']];

for (const name of named) {
  if (!Object.hasOwn(TESTS, name)) {
    say(`no test "${name}"; there are: ${Object.keys(TESTS).join(', ')}`);
    process.exit(2);
  }
}

function run(name, file) {
  const [program, args, cwd] = TESTS[name];
  const began = performance.now();
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'test', TRAINYARD_CLUSTER: file },
    });
    child.on('exit', code => {
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      say(`${name}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
      resolve(code === 0);
    });
  });
}

await orNotRun(async () => {
  const built = await buildCluster({ log: say });
  const cluster = await startCluster({ built, log: say, requeueSeconds: 1 });
  let passed = true;
  try {
    const { stop: _, client, ...told } = cluster;
    const quotas = {};
    for (const limit of LIMITS) {
      quotas[limit] = `contract-${limit}`;
      await client.apply({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: quotas[limit] },
        data: { [cluster.names.quotaKey]: String(limit) },
      });
    }
    const file = path.join(cluster.state, 'cluster.json');
    fs.writeFileSync(file, JSON.stringify({ ...told, quotas }), {
      mode: 0o600,
    });
    for (const row of ROWS) {
      const wanted = row.filter(
        name => named.length === 0 || named.includes(name),
      );
      const ended = await Promise.all(wanted.map(name => run(name, file)));
      passed &&= ended.every(Boolean);
    }
  } finally {
    await cluster.stop();
  }
  process.exitCode = passed ? 0 : 1;
});
