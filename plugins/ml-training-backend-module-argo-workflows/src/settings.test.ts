import { ConfigReader } from '@backstage/config';
import { chooseCluster } from './clusters/chooseCluster';
import { readSettings } from './settings';
import { WORKFLOWS } from './testing/openedEngine';

const CLUSTER = {
  namespace: 'training',
  argoServer: { url: 'https://argo.example.com', token: 'secret' },
};
const WHOLE = {
  enabled: true,
  clusters: { main: CLUSTER },
  workflows: WORKFLOWS,
};

const read = (argo: object) =>
  readSettings(new ConfigReader({ mlTraining: { engines: { argo } } }));

describe('settings of the Argo engine', () => {
  it('are off unless they are turned on', () => {
    expect(read({})).toBeUndefined();
    expect(read({ ...WHOLE, enabled: false })).toBeUndefined();
  });

  it('name the only cluster as the default', () => {
    expect(read(WHOLE)).toMatchObject({
      default: 'main',
      graceSeconds: 30,
      resyncSeconds: 300,
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'a cluster without a way to it',
      { ...WHOLE, clusters: { main: { namespace: 'training' } } },
      /argo\.clusters\.main: expected either argoServer or kubernetes/,
    ],
    [
      'a cluster with two ways',
      {
        ...WHOLE,
        clusters: { main: { ...CLUSTER, kubernetes: { inCluster: true } } },
      },
      /expected either argoServer or kubernetes/,
    ],
    [
      'a setting that nobody knows',
      { ...WHOLE, clusters: { main: { ...CLUSTER, insecure: true } } },
      /argo\.clusters\.main: .*"insecure"/,
    ],
    [
      'several clusters and no default',
      { ...WHOLE, clusters: { main: CLUSTER, other: CLUSTER } },
      /argo\.default: expected one of main, other, found nothing/,
    ],
    [
      'a rule for a cluster that is not there',
      { ...WHOLE, rules: [{ pipeline: 'a', cluster: 'gpu' }] },
      /argo\.rules\[0\]\.cluster: expected one of main, found gpu/,
    ],
    [
      'a rule for everybody',
      { ...WHOLE, rules: [{ cluster: 'main' }] },
      /expected namespace or pipeline/,
    ],
    [
      'an image that may move',
      { ...WHOLE, workflows: { ...WORKFLOWS, stepsImage: 'steps:latest' } },
      /argo\.workflows\.stepsImage: expected an image by digest/,
    ],
    [
      'no service account',
      { ...WHOLE, workflows: { ...WORKFLOWS, serviceAccount: undefined } },
      /argo\.workflows\.serviceAccount/,
    ],
  ])('refuse %s by its place', (_, argo, words) => {
    expect(() => read(argo)).toThrow(words);
  });

  it('may differ from cluster to cluster', () => {
    const own = { ...CLUSTER, workflows: { stepsImage: 'steps:latest' } };
    expect(() => read({ ...WHOLE, clusters: { main: own } })).toThrow(
      /stepsImage/,
    );
  });
});

describe('the cluster of a pipeline', () => {
  const settings = {
    default: 'main',
    rules: [
      { namespace: 'payments', pipeline: 'fraud', cluster: 'gpu' },
      { namespace: 'payments', cluster: 'private' },
      { pipeline: 'ranker', cluster: 'big' },
    ],
  };

  it.each([
    ['payments', 'fraud', 'gpu'],
    ['payments', 'ranker', 'private'],
    ['shop', 'ranker', 'big'],
    ['shop', 'fraud', 'main'],
  ])('of %s, %s is %s', (namespace, pipeline, cluster) => {
    expect(chooseCluster(settings, { namespace, pipeline })).toBe(cluster);
  });
});
