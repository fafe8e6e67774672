import { namespaceOf, readStoreAddress, storeText } from './storeAddress';

const terminal = { folder: '/here', environment: { AWS_REGION: 'eu-west-1' } };
const read = (text: string) => readStoreAddress(text, terminal);

describe('readStoreAddress', () => {
  it('takes a path for a folder, from where the person stands', () => {
    expect(read('data/store')).toEqual({
      kind: 'folder',
      path: '/here/data/store',
    });
  });

  it('reads a bucket of AWS, in the region of the environment', () => {
    expect(read('s3://models/team/a')).toEqual({
      kind: 's3',
      bucket: 'models',
      prefix: 'team/a/',
      region: 'eu-west-1',
      path_style: false,
    });
  });

  it('reads all that can be said of a server of one`s own', () => {
    expect(
      read(
        's3://models?endpoint=https://s3.example.com:9000&region=r&ca_file=ca.pem&encryption=aws:kms&kms_key=k',
      ),
    ).toEqual({
      kind: 's3',
      bucket: 'models',
      prefix: '',
      region: 'r',
      endpoint: 'https://s3.example.com:9000',
      path_style: true,
      ca_file: '/here/ca.pem',
      encryption: { kind: 'aws:kms', key_id: 'k' },
    });
    expect(
      read('s3://models?endpoint=http://a&path_style=false'),
    ).toMatchObject({ path_style: false });
  });

  it.each([
    ['s3://models?endpiont=http://a', /endpiont.*there are: endpoint/],
    ['s3://models?endpoint=ftp://a', /endpoint/],
    ['s3://models?path_style=yes', /path_style: expected true or false/],
    ['s3://m', /bucket/],
    ['s3://models/a b', /prefix/],
    ['s3://models?encryption=none', /encryption/],
  ])('refuses %s', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });

  it('takes no credentials, and does not repeat them', () => {
    expect(() => read('s3://id:hunter2@models/a')).toThrow(
      /without credentials/,
    );
    expect(() => read('s3://id:hunter2@models/a')).not.toThrow(/hunter2/);
  });
});

describe('namespaceOf', () => {
  it.each([
    ['store', '/here/store/namespaces/risk'],
    ['s3://models/team', 's3://models/team/namespaces/risk/'],
  ])('lies below %s', (text, below) => {
    const root = read(text);
    expect(storeText(namespaceOf(root, 'risk'))).toBe(below);
    expect(namespaceOf(root, 'default')).toEqual(root);
  });
});
