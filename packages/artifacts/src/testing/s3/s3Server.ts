import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import type { BucketCredentials } from '../../objects/s3/bucketOptions';

export const CREDENTIALS: BucketCredentials = {
  accessKeyId: 'trainyard-tests',
  secretAccessKey: 'only-for-tests',
};

/** A real S3 server that is gone with the test. */
export interface S3Server {
  readonly endpoint: string;
  /** Makes a bucket; the location's prefix is empty unless said. */
  newBucket(prefix?: string): BucketLocation;
  /** Makes a bucket of that name. */
  makeBucket(name: string): void;
  stop(): Promise<void>;
}

/** The program, built on first need; undefined, and said so, where this machine cannot. */
export function s3ServerProgram(): string | undefined {
  const script = join(__dirname, '../../../../../scripts/versitygw.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim();
  console.warn(`NOT RUN: ${stderr.trim()}`);
  return undefined;
}

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Starts the server on a free port of loopback, over a temporary folder. */
export async function startS3Server(
  program: string,
  tls?: TlsFiles,
): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-s3-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const server = spawn(
    program,
    [
      ...['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive'],
      ...(tls ? ['--cert', tls.certificate, '--key', tls.key] : []),
      ...['posix', data],
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ROOT_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        ROOT_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      },
    },
  );
  let said = '';
  server.stderr.on('data', piece => {
    said += piece;
  });
  const ended = once(server, 'exit');
  while (!(await accepts(port))) {
    if (server.exitCode !== null) {
      throw new Error(`versitygw ended with ${server.exitCode}: ${said}`);
    }
    await pause(20);
  }
  const endpoint = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const makeBucket = (name: string) => mkdirSync(join(data, name));
  let buckets = 0;
  return {
    endpoint,
    makeBucket,
    newBucket(prefix = '') {
      buckets += 1;
      const bucket = `bucket-${buckets}`;
      makeBucket(bucket);
      return {
        kind: 's3',
        bucket,
        prefix,
        region: 'us-east-1',
        endpoint,
        path_style: true,
      };
    },
    async stop() {
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
