import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TemporaryKubeconfig } from '../testing/temporaryKubeconfig';
import { inClusterPlace, readKubeconfig } from './kubeconfig';

const SERVER = 'https://10.0.0.1:6443';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a kubeconfig file', () => {
  const read = async (
    user: object,
    more: ConstructorParameters<typeof TemporaryKubeconfig>[2] = {},
    context?: string,
  ) => {
    const file = new TemporaryKubeconfig(SERVER, user, more);
    try {
      const place = await readKubeconfig(file.file, context, () => 0);
      return { ...place, token: await place.credentials.token() };
    } finally {
      file.remove();
    }
  };

  it('leads to a server with a token', async () => {
    expect(
      await read({ token: 'secret' }, { namespace: 'training' }),
    ).toMatchObject({ url: SERVER, token: 'secret', namespace: 'training' });
  });

  it('may hold a client certificate and who signed the server’s', async () => {
    const { credentials } = await read(
      {
        'client-certificate-data': base64('certificate'),
        'client-key-data': base64('key'),
      },
      { cluster: { 'certificate-authority-data': base64('authority') } },
    );
    expect(credentials).toMatchObject({
      ca: 'authority',
      clientCertificate: { cert: 'certificate', key: 'key' },
    });
  });

  it.each<[string, object, object, RegExp]>([
    [
      'a program that gives credentials',
      { exec: { command: 'cloud' } },
      {},
      /from another program \(exec or auth-provider\).*service account/,
    ],
    ['a password', { username: 'me', password: 'x' }, {}, /has a password/],
    [
      'a server that is not checked',
      { token: 'secret' },
      { 'insecure-skip-tls-verify': true },
      /insecure-skip-tls-verify.*certificate-authority/,
    ],
    [
      'a certificate that is not there',
      { token: 'secret' },
      { 'certificate-authority': 'nowhere.crt' },
      /nowhere\.crt cannot be read/,
    ],
  ])('with %s is refused by name', async (_, user, cluster, words) => {
    await expect(read(user, { cluster })).rejects.toThrow(words);
  });

  it('is refused for a context that it lacks, naming those that it has', async () => {
    await expect(read({ token: 'secret' }, {}, 'other')).rejects.toThrow(
      /expected the context other.*found here/,
    );
  });

  it('that cannot be read is named', async () => {
    await expect(
      readKubeconfig('/nowhere/config', undefined, () => 0),
    ).rejects.toThrow(/kubeconfig \/nowhere\/config: it cannot be read/);
  });
});

describe('the cluster that the portal runs in', () => {
  it('is found by the files of the service account, whose token is read again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trainyard-account-'));
    try {
      await writeFile(join(folder, 'ca.crt'), 'authority');
      await writeFile(join(folder, 'token'), 'first\n');
      let now = 0;
      const place = await inClusterPlace(
        { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' },
        () => now,
        folder,
      );
      expect(place.url).toBe('https://[fd00::1]:6443');
      expect(place.credentials.ca).toBe('authority');
      expect(await place.credentials.token()).toBe('first');
      await writeFile(join(folder, 'token'), 'second');
      expect(await place.credentials.token()).toBe('first');
      now = 60_000;
      expect(await place.credentials.token()).toBe('second');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is refused outside of one', async () => {
    await expect(inClusterPlace({}, () => 0)).rejects.toThrow(
      /expected KUBERNETES_SERVICE_HOST/,
    );
  });
});
