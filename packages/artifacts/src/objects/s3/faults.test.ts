import { execFileSync } from 'node:child_process';
import { useScratchFolder } from '../../testing/scratchFolder';
import {
  fakeS3,
  refusal,
  type FakeAnswer,
  type FakeS3,
} from '../../testing/s3/fakeS3';
import { startS3Server } from '../../testing/s3/s3Server';
import { CREDENTIALS, useS3Server } from '../../testing/s3/useS3Server';
import { collect } from '../../testing/storeTools';
import { openS3Objects, type OpenBucketOptions } from './openS3Objects';

const scratch = useScratchFolder();
const QUICK: OpenBucketOptions = {
  credentials: CREDENTIALS,
  tries: 2,
  probe: 'nothing',
};

useS3Server('a bucket that cannot be used', (server, program) => {
  it.each([
    [
      'a key that nobody knows',
      { ...CREDENTIALS, accessKeyId: 'nobody' },
      /does not take these credentials.*XAdminUserNotFound.*AWS_ACCESS_KEY_ID/,
    ],
    [
      'a wrong secret',
      { ...CREDENTIALS, secretAccessKey: 'guessed' },
      /does not take these credentials.*SignatureDoesNotMatch/,
    ],
  ])('names %s, and not its secret', async (_, credentials, words) => {
    const location = server().newBucket();
    const opening = openS3Objects(location, { credentials });
    await expect(opening).rejects.toMatchObject({
      fault: 'not allowed',
      message: expect.stringMatching(words),
    });
    await expect(opening).rejects.toMatchObject({
      message: expect.not.stringContaining(credentials.secretAccessKey),
    });
  });

  it('is named where it does not exist, with its endpoint', async () => {
    const location = { ...server().newBucket(), bucket: 'nowhere' };
    await expect(
      openS3Objects(location, { credentials: CREDENTIALS }),
    ).rejects.toMatchObject({
      fault: 'no such bucket',
      message: expect.stringMatching(
        /^The bucket nowhere at http:.*does not exist: writing staging\/probes\/.*NoSuchBucket.*Create it/,
      ),
    });
    await expect(
      openS3Objects(location, { ...QUICK, probe: 'reading' }),
    ).rejects.toMatchObject({ fault: 'no such bucket' });
    const objects = await openS3Objects(location, QUICK);
    await expect(collect(objects.list('runs/'))).rejects.toThrow(
      /does not exist: listing runs\//,
    );
    await expect(objects.read('a')).rejects.toThrow(
      /does not exist: reading a/,
    );
  });

  it('is trusted by the certificate that the operator names, and else not', async () => {
    const [certificate, key] = [scratch('cert.pem'), scratch('key.pem')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-nodes', '-days', '2'],
        ...['-pkeyopt', 'ec_paramgen_curve:prime256v1'],
        ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', key, '-out', certificate],
      ],
      { stdio: 'ignore' },
    );
    const secure = await startS3Server(program, { certificate, key });
    try {
      const location = secure.newBucket();
      await expect(
        openS3Objects(location, { ...QUICK, probe: 'writing' }),
      ).rejects.toMatchObject({
        fault: 'not trusted',
        message: expect.stringMatching(/certificate that is not.*ca_file/),
      });
      const objects = await openS3Objects(
        { ...location, ca_file: certificate },
        { credentials: CREDENTIALS },
      );
      expect(await objects.create('a', Buffer.from('x'))).toBe('created');

      await expect(
        openS3Objects({ ...location, ca_file: scratch('none.pem') }, QUICK),
      ).rejects.toMatchObject({
        fault: 'not trusted',
        message: expect.stringMatching(/none\.pem.*ENOENT/),
      });
    } finally {
      await secure.stop();
    }
  });
});

describe('a server', () => {
  let fake: FakeS3;
  afterEach(() => fake.close());
  const opened = async (
    answer: (
      ...asked: Parameters<Parameters<typeof fakeS3>[0]>
    ) => FakeAnswer | undefined,
    options: OpenBucketOptions = {},
  ) => {
    fake = await fakeS3(answer);
    return openS3Objects(fake.location, { ...QUICK, ...options });
  };

  it('that refuses connections is named, with what to do', async () => {
    const objects = await opened(() => ({ status: 200 }));
    await fake.close();
    await expect(objects.size('a')).rejects.toMatchObject({
      fault: 'unreachable',
      message: expect.stringMatching(
        /127\.0\.0\.1.*refuses connections: reading a ended with ECONNREFUSED.*endpoint is right/,
      ),
    });
    fake = await fakeS3(() => undefined);
  });

  it('that never answers is given up', async () => {
    const objects = await opened(() => undefined, { idleMilliseconds: 50 });
    await expect(objects.create('a', Buffer.from('x'))).rejects.toMatchObject({
      fault: 'unreachable',
      message: expect.stringMatching(/does not answer: writing a/),
    });
    expect(fake.requests).toHaveLength(2);
  });

  it.each([
    [503, 'SlowDown', 'unreachable', /too busy/],
    [500, 'InternalError', 'unreachable', /too busy or broken/],
    [507, 'InsufficientStorage', 'full', /no space left/],
    [403, 'RequestTimeTooSkewed', 'not allowed', /time of this machine.*clock/],
    [403, 'AccessDenied', 'not allowed', /s3:PutObject/],
    [403, 'ExpiredToken', 'not allowed', /any more.*AWS_SESSION_TOKEN/],
    [301, 'PermanentRedirect', 'unreachable', /another region.*path_style/],
    [400, 'EntityTooLarge', 'too large', /this size/],
    [418, 'Teapot', 'broken', /failed: writing a ended with Teapot, HTTP 418/],
  ])('that says %i %s is explained', async (status, code, fault, words) => {
    const objects = await opened(() => refusal(status, code));
    await expect(objects.create('a', Buffer.from('x'))).rejects.toMatchObject({
      fault,
      message: expect.stringMatching(words),
    });
  });

  it('without permission to look is explained, although its answer has no words', async () => {
    const objects = await opened(() => ({ status: 403 }));
    await expect(objects.size('a')).rejects.toMatchObject({
      fault: 'not allowed',
      message: expect.stringMatching(/s3:ListBucket/),
    });
  });
});
