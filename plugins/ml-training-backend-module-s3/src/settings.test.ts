import { ConfigReader } from '@backstage/config';
import { readBucketSettings } from './settings';

const read = (s3: object) =>
  readBucketSettings(new ConfigReader({ mlTraining: { store: { s3 } } }));

describe('settings of the bucket', () => {
  it('need no more than its name', () => {
    expect(read({ bucket: 'models' })).toEqual({
      location: {
        kind: 's3',
        bucket: 'models',
        prefix: '',
        region: 'us-east-1',
        path_style: false,
      },
      presignedDownloads: false,
    });
  });

  it('say all that a server of one`s own needs', () => {
    const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
    expect(
      read({
        bucket: 'models',
        prefix: 'team/a',
        region: 'r',
        endpoint: 'https://s3.example.com',
        caFile: '/etc/ca.pem',
        encryption: { kind: 'aws:kms', keyId: 'k' },
        credentials,
        presignedDownloads: true,
      }),
    ).toEqual({
      location: {
        kind: 's3',
        bucket: 'models',
        prefix: 'team/a/',
        region: 'r',
        endpoint: 'https://s3.example.com',
        path_style: true,
        ca_file: '/etc/ca.pem',
        encryption: { kind: 'aws:kms', key_id: 'k' },
      },
      credentials,
      presignedDownloads: true,
    });
  });

  it.each([
    [{}, /s3\.bucket/],
    [{ bucket: 'm' }, /s3\.bucket/],
    [{ bucket: 'models', prefix: '/a' }, /s3\.prefix/],
    [{ bucket: 'models', endpoint: 's3.example.com' }, /s3\.endpoint/],
    [{ bucket: 'models', encryption: { kind: 'none' } }, /s3\.encryption/],
    [
      { bucket: 'models', credentials: { accessKeyId: 'id' } },
      /secretAccessKey/,
    ],
  ])('name the key that is wrong: %j', (s3, words) => {
    expect(() => read(s3)).toThrow(words);
  });
});
