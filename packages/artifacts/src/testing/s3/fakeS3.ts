import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';

export interface FakeRequest {
  readonly method: string;
  /** Without the bucket: `/key?uploads=`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Break the connection off: after the body where there is one, else in place of any answer. */
  readonly breaks?: boolean;
}

export interface FakeS3 {
  readonly location: BucketLocation;
  readonly requests: FakeRequest[];
  close(): Promise<void>;
}

/**
 * What servers do that the real one of the tests does not: refuse, ignore, break
 * off, never answer.
 *
 * @param answer - undefined to keep the caller waiting for ever
 */
export async function fakeS3(
  answer: (request: FakeRequest, nth: number) => FakeAnswer | undefined,
): Promise<FakeS3> {
  const requests: FakeRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await requestOf(message);
    requests.push(request);
    send(response, answer(request, requests.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    location: {
      kind: 's3',
      bucket: 'bucket',
      prefix: '',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      path_style: true,
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As S3 says what went wrong. */
export function refusal(status: number, code: string): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
  };
}

async function requestOf(message: IncomingMessage): Promise<FakeRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return {
    method: message.method ?? '',
    path: (message.url ?? '').replace('/bucket', ''),
    headers: message.headers,
    body: Buffer.concat(pieces),
  };
}

function send(response: ServerResponse, answer: FakeAnswer | undefined) {
  if (!answer) return;
  const { status, headers, body = '', breaks } = answer;
  if (breaks && body === '') {
    response.destroy();
    return;
  }
  response.writeHead(status, headers);
  if (breaks) response.write(body, () => response.destroy());
  else response.end(body);
}
