import {
  fakeS3,
  refusal,
  type FakeAnswer,
  type FakeRequest,
  type FakeS3,
} from '../../testing/s3/fakeS3';
import { CREDENTIALS } from '../../testing/s3/s3Server';
import { openS3Objects, type OpenBucketOptions } from './openS3Objects';

const NO_PROBE: OpenBucketOptions = {
  credentials: CREDENTIALS,
  probe: 'nothing',
};
const BYTES = Buffer.from('bytes');

let fake: FakeS3;
afterEach(() => fake.close());

const opened = async (
  answer: (request: FakeRequest, nth: number) => FakeAnswer | undefined,
  location: Partial<FakeS3['location']> = {},
) => {
  fake = await fakeS3(answer);
  return openS3Objects({ ...fake.location, ...location }, NO_PROBE);
};

describe('conflicts', () => {
  it('between writers are tried again until it is decided', async () => {
    const conflict = refusal(409, 'ConditionalRequestConflict');
    const objects = await opened((_, nth) =>
      nth <= 3 ? conflict : { status: 200 },
    );
    expect(await objects.create('a', BYTES)).toBe('created');
    expect(fake.requests).toHaveLength(4);
    for (const { headers, body } of fake.requests) {
      expect(headers['if-none-match']).toBe('*');
      expect(body).toEqual(BYTES);
    }
  });

  it('are lost to whoever was first', async () => {
    const objects = await opened((_, nth) =>
      nth === 1
        ? refusal(409, 'ConditionalRequestConflict')
        : refusal(412, 'PreconditionFailed'),
    );
    expect(await objects.create('a', BYTES)).toBe('exists');
  });
});

describe('a conflict at the end of a large upload', () => {
  it('makes it be sent anew, from the start of its body', async () => {
    let completed = 0;
    const objects = await opened(({ method, path }) => {
      if (path.includes('uploads')) {
        return {
          status: 200,
          body: `<R><UploadId>upload-${completed + 1}</UploadId></R>`,
        };
      }
      if (method === 'POST') {
        completed += 1;
        if (completed === 1) {
          return refusal(409, 'ConditionalRequestConflict');
        }
      }
      return { status: 200, headers: { etag: '"e"' }, body: '<R/>' };
    });
    let reads = 0;
    const body = {
      async *open() {
        reads += 1;
        yield Buffer.alloc(9 << 20, reads);
      },
    };
    expect(await objects.create('a', body)).toBe('created');
    expect(reads).toBe(2);
    const of = (verb: string, upload: number) =>
      fake.requests.filter(
        ({ method, path }) =>
          method === verb && path.includes(`uploadId=upload-${upload}`),
      );
    expect(of('DELETE', 1)).toHaveLength(1);
    expect(of('PUT', 2).map(({ body: part }) => part[0])).toEqual([2, 2]);
    expect(of('POST', 2)).toHaveLength(1);
    expect(of('DELETE', 2)).toHaveLength(0);
  });
});

describe('an answer that is lost on the way', () => {
  const losing =
    (writerOf: (put: FakeRequest) => string) => (request: FakeRequest) => {
      if (request.method === 'HEAD') {
        return {
          status: 200,
          headers: {
            'x-amz-meta-trainyard-writer': writerOf(fake.requests[0]),
          },
        };
      }
      return fake.requests.length === 1
        ? { status: 200, breaks: true }
        : refusal(412, 'PreconditionFailed');
    };

  it('does not make a writer take its own object for another`s', async () => {
    const objects = await opened(
      losing(({ headers }) => String(headers['x-amz-meta-trainyard-writer'])),
    );
    expect(await objects.create('a', BYTES)).toBe('created');
  });

  it('does not make a writer take another`s object for its own', async () => {
    const objects = await opened(losing(() => 'another'));
    expect(await objects.create('a', BYTES)).toBe('exists');
  });
});

describe('a server that ignores If-None-Match', () => {
  /** Says yes to everything but what is refused. */
  const ignoring = (refused: RegExp) => (request: FakeRequest, nth: number) => {
    const asked = `${request.method} ${request.path}`;
    if (nth > 1 && refused.test(asked))
      return refusal(412, 'PreconditionFailed');
    if (/uploads/.test(asked)) {
      return {
        status: 200,
        body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
      };
    }
    return request.method === 'DELETE'
      ? { status: 204 }
      : { status: 200, headers: { etag: '"e"' }, body: '<Answer/>' };
  };

  it.each([
    ['PutObject', /^never/],
    ['CompleteMultipartUpload', /^PUT [^?]*\?x-id=PutObject/],
  ])('on %s cannot hold a store', async (call, refused) => {
    fake = await fakeS3(ignoring(refused));
    const opening = openS3Objects(fake.location, { credentials: CREDENTIALS });
    await expect(opening).rejects.toMatchObject({
      fault: 'no conditional writes',
      message: expect.stringMatching(
        new RegExp(`let ${call} replace.*keep-artifacts-in-s3`),
      ),
    });
    expect(fake.requests.at(-1)?.method).toBe('DELETE');
  });

  it('is asked once a process, and again after it failed', async () => {
    fake = await fakeS3(
      ignoring(/^PUT [^?]*\?x-id=PutObject|^POST .*uploadId/),
    );
    const open = () =>
      openS3Objects(fake.location, { credentials: CREDENTIALS });
    await Promise.all([open(), open()]);
    const asked = fake.requests.length;
    await open();
    expect(fake.requests).toHaveLength(asked);
  });
});

describe('an object whose connection breaks', () => {
  const whole = Buffer.from('0123456789');

  it('is read on from where it broke, and only if it is the same', async () => {
    const objects = await opened(({ headers: { range } }) =>
      range === undefined
        ? {
            status: 200,
            headers: { 'content-length': '10', etag: '"one"' },
            body: whole.subarray(0, 4),
            breaks: true,
          }
        : {
            status: 206,
            headers: { 'content-length': '6', etag: '"one"' },
            body: whole.subarray(4),
          },
    );
    expect(await objects.read('a')).toEqual(whole);
    expect(fake.requests[1].headers).toMatchObject({
      range: 'bytes=4-9',
      'if-match': '"one"',
    });
  });

  it('is not patched up with another`s bytes', async () => {
    const objects = await opened(({ headers }) =>
      headers['if-match']
        ? refusal(412, 'PreconditionFailed')
        : {
            status: 200,
            headers: { 'content-length': '10', etag: '"one"' },
            body: whole.subarray(0, 4),
            breaks: true,
          },
    );
    await expect(objects.read('a')).rejects.toThrow(
      /replaced while it was read/,
    );
  });

  it('again and again is given up', async () => {
    const objects = await opened(({ headers: { range } }) => ({
      status: 200,
      headers: { 'content-length': '10', etag: '"one"' },
      body: range === undefined ? whole.subarray(0, 4) : '',
      breaks: true,
    }));
    await expect(objects.read('a')).rejects.toMatchObject({
      fault: 'unreachable',
      message: expect.stringMatching(/breaks connections off: reading a/),
    });
  });
});

describe('what is asked of a server', () => {
  it.each([
    [{ kind: 'AES256' } as const, { 'x-amz-server-side-encryption': 'AES256' }],
    [
      { kind: 'aws:kms', key_id: 'alias/ours' } as const,
      {
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'alias/ours',
      },
    ],
  ])('has the encryption that was chosen: %j', async (encryption, headers) => {
    const objects = await opened(
      ({ path }) =>
        path.includes('uploads')
          ? refusal(403, 'AccessDenied')
          : { status: 200 },
      { encryption },
    );
    await objects.create('a', BYTES);
    await expect(objects.create('b', Buffer.alloc(9 << 20))).rejects.toThrow();
    for (const request of fake.requests.slice(0, 2)) {
      expect(request.headers).toMatchObject(headers);
    }
  });

  it('names the bucket in the host, or in the path', async () => {
    const urlOf = async (path_style: boolean) => {
      const objects = await openS3Objects(
        { ...fake.location, endpoint: 'https://s3.example.com', path_style },
        NO_PROBE,
      );
      return new URL(await objects.presignDownload('a/b', { seconds: 60 }));
    };
    fake = await fakeS3(() => ({ status: 200 }));
    expect(await urlOf(false)).toMatchObject({
      host: 'bucket.s3.example.com',
      pathname: '/a/b',
    });
    expect(await urlOf(true)).toMatchObject({
      host: 's3.example.com',
      pathname: '/bucket/a/b',
    });
  });
});
