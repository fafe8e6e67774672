// What the cluster must do before a test of ours on it means anything, and the facts about Argo
// on which packages/argo-manifest relies.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { say } from '../../scripts/toolchain.mjs';
import { bucketClient } from './cluster/bucketClient.mjs';
import { buildCluster } from './cluster/build.mjs';
import { startCluster } from './cluster/cluster.mjs';
import { kubernetesClient } from './cluster/kubernetes.mjs';
import { NotRun } from './cluster/notRun.mjs';
import {
  containerOf,
  endOf,
  nodeNamed,
  nodesOf,
  podOf,
  workflowOf,
} from './workflows.mjs';

const NEVER_ON_20 = {
  limit: '3',
  retryPolicy: 'Always',
  expression: "!(lastRetry.message contains 'exit code 20')",
};
const TRY = { parameters: [{ name: 'try', value: '{{retries}}' }] };

describe('a cluster', { concurrency: true }, () => {
  let cluster;
  let store;

  before(async () => {
    try {
      const built = await buildCluster({ log: say });
      cluster = await startCluster({ built, log: say, requeueSeconds: 1 });
    } catch (error) {
      if (error instanceof NotRun) say(`NOT RUN: ${error.message}`);
      throw error;
    }
    store = bucketClient(cluster.s3);
  });
  after(async () => {
    store?.destroy();
    await cluster?.stop();
  });

  const start = workflow => cluster.client.create(workflow);
  const textAt = async key => {
    const Bucket = cluster.s3.bucket;
    const { Body } = await store.send(
      new GetObjectCommand({ Bucket, Key: key }),
    );
    return Body.transformToString();
  };

  it('hands artifacts from pod to pod through the bucket', async () => {
    const image = cluster.images.shell;
    const name = 'hands-over';
    await start(
      workflowOf(name, [
        {
          name: 'dag',
          dag: {
            tasks: [
              { name: 'make', template: 'make' },
              {
                name: 'use',
                template: 'use',
                depends: 'make.Succeeded',
                arguments: {
                  artifacts: [
                    {
                      name: 'in',
                      from: '{{tasks.make.outputs.artifacts.out}}',
                    },
                  ],
                },
              },
            ],
          },
        },
        {
          name: 'make',
          outputs: {
            artifacts: [
              {
                name: 'out',
                path: '/tmp/out',
                archive: { none: {} },
                s3: { key: `hands-over/out` },
              },
            ],
          },
          container: containerOf(
            image,
            'mkdir /tmp/out && echo hi > /tmp/out/a',
          ),
        },
        {
          name: 'use',
          inputs: { artifacts: [{ name: 'in', path: '/tmp/in' }] },
          container: containerOf(image, 'cat /tmp/in/a'),
        },
      ]),
    );
    const ended = await endOf(cluster, name);
    assert.equal(ended.status.phase, 'Succeeded', ended.status.message);
    assert.equal(await textAt('hands-over/out/a'), 'hi\n');
    const [log] = nodeNamed(ended, 'use').outputs.artifacts;
    assert.equal(await textAt(log.s3.key), 'hi\n');
  });

  it('has our program with its native library in one image, and Python with LightGBM in another', async () => {
    const { steps, training } = cluster.images;
    const duckdb =
      "require('/opt/trainyard/node_modules/@duckdb/node-api').DuckDBInstance.create().then(() => console.log('duckdb'))";
    await start(
      workflowOf('has-images', [
        {
          name: 'both',
          steps: [
            [
              { name: 'steps', template: 'steps' },
              { name: 'training', template: 'training' },
            ],
          ],
        },
        {
          name: 'steps',
          container: containerOf(
            steps,
            `trainyard --version && node -e "${duckdb}"`,
          ),
        },
        {
          name: 'training',
          container: containerOf(
            training,
            'python -c "import lightgbm, numpy, pyarrow; print(lightgbm.__version__)"',
          ),
        },
      ]),
    );
    const ended = await endOf(cluster, 'has-images');
    assert.equal(
      ended.status.phase,
      'Succeeded',
      nodesOf(ended)
        .map(({ message }) => message)
        .join('; '),
    );
  });

  it("shows a user's command no token and no credential, and its sidecar how it ended", async () => {
    const name = 'users-pod';
    await start(usersPod(name));
    const pod = await podOf(
      cluster,
      name,
      'command(0)',
      ({ phase }) => phase === 'Succeeded',
    );
    const ended = await endOf(cluster, name);
    assert.equal(ended.status.phase, 'Succeeded', ended.status.message);

    const log = container => cluster.client.logOf(pod.metadata.name, container);
    const said = await log('main');
    assert.match(said, /^given \{\{=1\+1\}\} \$HOME$/m);
    assert.match(said, /^no token$/m);
    assert.doesNotMatch(said, new RegExp(cluster.s3.secretKey));
    // The sidecar is told to end only when the outputs are in the bucket.
    assert.match(await log('witness'), /^exit 0, files: model$/m);
    const command = nodeNamed(ended, 'command');
    assert.deepEqual(command.outputs.parameters, [{ name: 'try', value: '0' }]);
    assert.equal(await textAt(`${name}/command/0/out/model`), 'made\n');
  });

  it('raises the memory only of a command that ran out of it', async () => {
    const memory =
      "{{=lastRetry.message contains 'OOMKilled' ? string(min(512, int(64 * 4 ** asInt(retries)))) : '64'}}Mi";
    await start(
      workflowOf('out-of-memory', [
        {
          name: 'command',
          retryStrategy: { limit: '2', retryPolicy: 'Always' },
          podSpecPatch: JSON.stringify({
            containers: [
              {
                name: 'main',
                resources: { requests: { memory }, limits: { memory } },
              },
            ],
          }),
          container: containerOf(
            cluster.images.shell,
            'python -c "print(len(bytearray(150 << 20)))"',
          ),
        },
      ]),
    );
    const ended = await endOf(cluster, 'out-of-memory');
    assert.equal(ended.status.phase, 'Succeeded', ended.status.message);
    assert.equal(
      nodeNamed(ended, 'out-of-memory(0)').message,
      'main: OOMKilled (exit code 137)',
    );
    assert.equal(nodeNamed(ended, 'out-of-memory(1)').phase, 'Succeeded');
  });

  it('makes a pod anew that was deleted, and counts the try', async () => {
    const name = 'deleted-pod';
    await start(
      workflowOf(name, [
        {
          name: 'command',
          outputs: TRY,
          retryStrategy: NEVER_ON_20,
          container: containerOf(
            cluster.images.shell,
            // One that ends by itself in its grace may be seen to fail first.
            'trap "" TERM; test {{retries}} = 1 || sleep 300',
          ),
        },
      ]),
    );
    const pod = await podOf(
      cluster,
      name,
      `${name}(0)`,
      ({ phase }) => phase === 'Running',
    );
    await cluster.client.remove('Pod', pod.metadata.name, { graceSeconds: 1 });
    const ended = await endOf(cluster, name);
    assert.equal(ended.status.phase, 'Succeeded', ended.status.message);
    assert.equal(nodeNamed(ended, `${name}(0)`).message, 'pod deleted');
    assert.deepEqual(nodeNamed(ended, name).outputs.parameters, [
      { name: 'try', value: '1' },
    ]);
  });

  it('tells a later pod which try succeeded, and that of none', async () => {
    const image = cluster.images.shell;
    const none = name =>
      `${name}={{=tasks['${name}'].status == 'Succeeded' ? tasks['${name}'].outputs.parameters.try : 'none'}}`;
    const settled = name =>
      `(${['Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted'].map(it => `${name}.${it}`).join(' || ')})`;
    const commands = ['good', 'bad', 'skipped', 'omitted'];
    await start(
      workflowOf('reports', [
        {
          name: 'dag',
          dag: {
            failFast: false,
            tasks: [
              { name: 'good', template: 'command', arguments: exit('{{=1}}') },
              { name: 'bad', template: 'refused' },
              { name: 'skipped', template: 'refused', when: '1 == 2' },
              {
                name: 'omitted',
                template: 'refused',
                depends: 'bad.Succeeded',
              },
              {
                name: 'conclude',
                template: 'conclude',
                depends: commands.map(settled).join(' && '),
                arguments: {
                  parameters: [
                    { name: 'reported', value: commands.map(none).join(';') },
                  ],
                },
              },
            ],
          },
        },
        {
          name: 'command',
          inputs: { parameters: [{ name: 'from' }] },
          outputs: TRY,
          retryStrategy: NEVER_ON_20,
          container: containerOf(
            image,
            'test {{retries}} -ge {{inputs.parameters.from}}',
          ),
        },
        {
          name: 'refused',
          outputs: TRY,
          retryStrategy: NEVER_ON_20,
          initContainers: [{ name: 'fetch', ...containerOf(image, 'exit 20') }],
          container: containerOf(image, 'true'),
        },
        {
          name: 'conclude',
          inputs: { parameters: [{ name: 'reported' }] },
          container: containerOf(image, 'true'),
        },
      ]),
    );
    const ended = await endOf(cluster, 'reports');
    const [{ value }] = nodeNamed(ended, 'conclude').inputs.parameters;
    assert.equal(value, 'good=1;bad=none;skipped=none;omitted=none');
    const tries = nodesOf(ended).filter(({ displayName }) =>
      displayName.startsWith('bad('),
    );
    assert.deepEqual(
      tries.map(({ message }) => message),
      ['fetch: Error (exit code 20)'],
    );
  });

  it('runs an exit handler only where the workflow did not succeed', async () => {
    const image = cluster.images.shell;
    const templates = script => [
      { name: 'command', container: containerOf(image, script) },
      {
        name: 'ended',
        steps: [
          [
            {
              name: 'exit',
              template: 'exit',
              when: '{{workflow.status}} != Succeeded',
            },
          ],
        ],
      },
      { name: 'exit', container: containerOf(image, 'true') },
    ];
    await start(
      workflowOf('exits-well', templates('true'), { onExit: 'ended' }),
    );
    await start(
      workflowOf('exits-badly', templates('false'), { onExit: 'ended' }),
    );
    const [well, badly] = await Promise.all(
      ['exits-well', 'exits-badly'].map(name => endOf(cluster, name)),
    );
    assert.equal(nodeNamed(well, 'exit').type, 'Skipped');
    assert.equal(nodeNamed(badly, 'exit').type, 'Pod');
    assert.equal(badly.status.phase, 'Failed');
  });

  it('lets nobody in with another token, and is trusted by nobody with another authority', async () => {
    const { argoServer, kubernetes, namespaces } = cluster;
    const list = `/api/v1/workflows/${namespaces[0]}?fields=metadata`;
    const ask = async settings => {
      const client = kubernetesClient(settings);
      try {
        return await client.send('GET', list);
      } finally {
        client.close();
      }
    };
    assert.ok(await ask(argoServer));
    await assert.rejects(ask({ ...argoServer, token: 'wrong' }), {
      status: 401,
    });
    await assert.rejects(
      ask({ ...argoServer, caFile: kubernetes.strangerCaFile }),
      /certificate/,
    );
  });

  const exit = from => ({ parameters: [{ name: 'from', value: from }] });

  function usersPod(name) {
    const { shell } = cluster.images;
    const volume = (place, mountPath, rest) => [
      { name: place, mountPath, ...rest },
    ];
    return workflowOf(
      name,
      [
        {
          name: 'dag',
          dag: { tasks: [{ name: 'command', template: 'command' }] },
        },
        {
          name: 'command',
          automountServiceAccountToken: false,
          executor: { serviceAccountName: cluster.names.pods },
          retryStrategy: NEVER_ON_20,
          initContainers: [
            {
              name: 'fetch',
              ...containerOf(shell, 'mkdir /made/out && chmod a+w /made/out'),
              volumeMounts: volume('made', '/made'),
            },
            {
              name: 'witness',
              restartPolicy: 'Always',
              ...containerOf(shell, '', {
                command: ['python', '-u', '-c', WITNESS],
                env: [
                  {
                    name: 'STORE_SECRET',
                    valueFrom: {
                      secretKeyRef: {
                        name: cluster.names.secret,
                        key: cluster.names.secretKey,
                      },
                    },
                  },
                ],
              }),
              volumeMounts: volume('made', '/made', { readOnly: true }),
            },
          ],
          outputs: {
            ...TRY,
            artifacts: [
              {
                name: 'out',
                path: '/made/out',
                archive: { none: {} },
                optional: true,
                s3: { key: `${name}/command/{{retries}}/out` },
              },
            ],
          },
          container: {
            ...containerOf(
              shell,
              'echo "given $$GIVEN"; env; ls /var/run/secrets || echo no token; echo made > /made/out/model',
            ),
            env: [
              { name: 'TRAINYARD_BRACE', value: '{' },
              {
                name: 'GIVEN',
                value: '$(TRAINYARD_BRACE)$(TRAINYARD_BRACE)=1+1}} $$HOME',
              },
            ],
            volumeMounts: volume('made', '/made'),
          },
        },
      ],
      { volumes: [{ name: 'made', emptyDir: {} }] },
    );
  }
});

/** Says, when it is told to end, what is known of the command. */
const WITNESS = `
import os, signal, sys, time
def ended(*_):
    code = open('/var/run/argo/ctr/main/exitcode').read()
    print('exit ' + code + ', files:', *os.listdir('/made/out'))
    sys.exit()
signal.signal(signal.SIGTERM, ended)
while True:
    time.sleep(1)
`;
