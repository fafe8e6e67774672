// A 2 GB artifact into a bucket and out again: peak memory of the process, and the time beside a folder's.
// The bucket is that of a server on this machine, over loopback, on the same disk: the network costs nothing here.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { versitygw } from '../scripts/versitygw.mjs';
import { inTemporaryFolder, machine, root, timed } from './measure.mjs';

const BYTES = 2 * 2 ** 30;
const KEY = 'trainyard-bench';

/** `put` prints the artifact's digest; both print the peak memory of the process in bytes. */
const PROGRAM = `
import { fetchTree, openStoreAt, sealFolder } from './src';
const [, , what, location, ...rest] = process.argv;
(async () => {
  const store = await openStoreAt(JSON.parse(location));
  const tree = what === 'put'
    ? (await sealFolder(store, rest[0])).tree
    : (await fetchTree(store, rest[0], rest[1]), rest[0]);
  const { maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ tree, peakBytes: maxRSS * 1024 }));
})();
`;

await inTemporaryFolder('trainyard-s3-memory-', async folder => {
  const below = (...names) => path.join(folder, ...names);
  await build({
    stdin: {
      contents: PROGRAM,
      resolveDir: path.join(root, 'packages/artifacts'),
      loader: 'ts',
    },
    outfile: below('program.cjs'),
    bundle: true,
    platform: 'node',
    logLevel: 'warning',
  });
  fs.mkdirSync(below('artifact'));
  writeRandom(below('artifact', 'model.bin'));
  const server = await startServer(below('server'));
  console.log(machine());
  try {
    const places = {
      folder: { kind: 'folder', path: below('store') },
      bucket: {
        kind: 's3',
        bucket: 'bucket',
        prefix: '',
        region: 'us-east-1',
        endpoint: server.endpoint,
        path_style: true,
      },
    };
    const took = {};
    for (const [name, location] of Object.entries(places)) {
      const call = (...words) => {
        const { seconds, stdout } = timed(
          process.execPath,
          [below('program.cjs'), words[0], JSON.stringify(location)].concat(
            words.slice(1),
          ),
          {
            env: {
              ...process.env,
              AWS_ACCESS_KEY_ID: KEY,
              AWS_SECRET_ACCESS_KEY: KEY,
            },
          },
        );
        return { seconds, ...JSON.parse(stdout) };
      };
      const put = call('put', below('artifact'));
      const get = call('get', put.tree, below(`${name}-out`));
      fs.rmSync(below(`${name}-out`), { recursive: true });
      took[name] = { put, get };
      for (const [what, { seconds, peakBytes }] of Object.entries(took[name])) {
        console.log(
          `${what} ${name.padEnd(7)} ${seconds.toFixed(1)} s, ${(BYTES / 1e6 / seconds).toFixed(0)} MB/s, peak ${(peakBytes / 2 ** 20).toFixed(0)} MiB of memory`,
        );
      }
    }
    for (const what of ['put', 'get']) {
      const ratio = took.bucket[what].seconds / took.folder[what].seconds;
      console.log(`${what}: the bucket took ${ratio.toFixed(1)}× the folder`);
    }
  } finally {
    await server.stop();
  }
});

/** Random a block at a time: what a disk or a network could make small would flatter both. */
function writeRandom(file) {
  const block = randomBytes(64 * 2 ** 20);
  const descriptor = fs.openSync(file, 'w');
  for (let written = 0; written < BYTES; written += block.length) {
    block.writeUInt32LE(written / block.length);
    fs.writeSync(descriptor, block);
  }
  fs.closeSync(descriptor);
}

async function startServer(data) {
  fs.mkdirSync(path.join(data, 'bucket'), { recursive: true });
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  const child = spawn(
    await versitygw(),
    ['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', data],
    {
      stdio: 'ignore',
      env: { ROOT_ACCESS_KEY_ID: KEY, ROOT_SECRET_ACCESS_KEY: KEY },
    },
  );
  const ended = once(child, 'exit');
  const accepts = () =>
    new Promise(resolve => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  while (!(await accepts())) await pause(20);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
