import { apiOf, TOKEN, WAYS, workflowNamed } from '../testing/apis';
import { FakeArgo } from '../testing/fakeArgo';
import { selfSigned } from '../testing/selfSigned';

describe.each(WAYS)('certificates of the %s', way => {
  let argo: FakeArgo;
  const tls = selfSigned();
  beforeEach(async () => {
    argo = await FakeArgo.start({ token: TOKEN, tls });
  });
  afterEach(() => argo.close());

  const create = async (ca: string | undefined) => {
    const api = apiOf(way, argo, { ca });
    try {
      return (await api.create(workflowNamed('one'))).metadata.name;
    } finally {
      await api.close();
    }
  };

  it('are checked against those that are configured', async () => {
    expect(await create(tls.cert)).toBe('one');
  });

  it.each([
    ['another', selfSigned().cert],
    ['those of the system', undefined],
  ])('that %s did not sign are not trusted', async (_, ca) => {
    await expect(create(ca)).rejects.toMatchObject({ fault: 'certificate' });
    expect(argo.calls).toEqual([]);
  });
});
