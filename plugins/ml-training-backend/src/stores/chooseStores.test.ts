import type { NamespaceStores } from '@trainyard/backstage-plugin-ml-training-node';
import { chooseStores } from './chooseStores';

const bucket = { environment: {} } as NamespaceStores;
const factories = [{ kind: 's3', create: () => bucket }];

describe('chooseStores', () => {
  it('takes the folder without any module, a namespace below its root', () => {
    const { location } = chooseStores({ kind: 'folder', path: '/data' }, []);
    expect(location('default')).toEqual({ kind: 'folder', path: '/data' });
    expect(location('risk')).toMatchObject({ path: '/data/namespaces/risk' });
    expect(() => location('../out')).toThrow(/cannot be the name/);
  });

  it('takes what a module keeps', () => {
    expect(chooseStores({ kind: 'other', name: 's3' }, factories)).toBe(bucket);
  });

  it('names what is installed where nothing keeps such a store', () => {
    expect(() =>
      chooseStores({ kind: 'other', name: 'tape' }, factories),
    ).toThrow(/store\.kind: expected one of folder, s3, found tape/);
  });
});
