// `node e2e/argo/cluster/up.mjs [--detach] [--requeue SECONDS]`: builds and starts a cluster,
// writes how to reach it into cluster.json of its state folder, and prints that.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { say } from '../../../scripts/toolchain.mjs';
import { buildCluster } from './build.mjs';
import { startCluster } from './cluster.mjs';
import { orNotRun } from './notRun.mjs';

const { values } = parseArgs({
  options: {
    detach: { type: 'boolean', default: false },
    requeue: { type: 'string' },
  },
});

await orNotRun(async () => {
  const built = await buildCluster({ log: say });
  const cluster = await startCluster({
    built,
    log: say,
    requeueSeconds: values.requeue && Number(values.requeue),
    detached: values.detach,
  });
  const { stop, client, ...rest } = cluster;
  const settings = JSON.stringify(rest, undefined, 2);
  fs.writeFileSync(path.join(cluster.state, 'cluster.json'), settings, {
    mode: 0o600,
  });
  console.log(settings);
  if (values.detach) {
    client.close();
    say(`end it with: node e2e/argo/cluster/down.mjs ${cluster.state}`);
    return;
  }
  const waits = setInterval(() => {}, 60_000);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      clearInterval(waits);
      await stop();
    });
  }
});
