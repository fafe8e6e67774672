import { podRequest } from '@trainyard/backstage-plugin-ml-training-common';
import { MAX_NAME } from '../names/stableName';
import { workflowName } from '../names/workflowName';
import {
  builtin,
  command,
  defaultGraph,
  planOf,
  settingsOf,
  submissionOf,
} from '../testing/plans';
import { compileWorkflow } from './compileWorkflow';
import type { Container, Workflow } from './workflow';

const settings = settingsOf();

function compiled(
  steps = defaultGraph(),
  given = settings,
  more: Parameters<typeof submissionOf>[1] = {},
): Workflow {
  return compileWorkflow(submissionOf(planOf(steps), more), given);
}

function containers(workflow: Workflow): (readonly [string, Container])[] {
  return workflow.spec.templates.flatMap(
    ({ name, container, initContainers = [] }) =>
      [...initContainers, ...(container ? [container] : [])].map(
        it => [`${name}/${it.name ?? 'main'}`, it] as const,
      ),
  );
}

describe('compileWorkflow', () => {
  it('gives requests that our containers can read', () => {
    const workflow = compiled();
    const [, train] = workflow.spec.templates[0].dag?.tasks ?? [];
    const work = train.arguments?.parameters.find(it => it.name === 'work');
    const texts = containers(workflow).flatMap(([, { env }]) =>
      env.flatMap(variable =>
        variable.name === 'TRAINYARD_POD' && 'value' in variable
          ? [
              variable.value.replace(
                '{{inputs.parameters.work}}',
                work?.value ?? '',
              ),
            ]
          : [],
      ),
    );
    const kinds = texts.map(
      text => podRequest.parse(JSON.parse(text)).work.kind,
    );
    expect(kinds).toEqual(['builtin', 'command', 'command', 'builtin', 'exit']);
  });

  it('gives the user neither a credential nor a token', () => {
    const workflow = compiled(
      defaultGraph({ secrets: { TOKEN: { env: 'TEAM' } } }),
      settingsOf({ secrets: { TEAM: { secret: 'team', key: 'token' } } }),
    );
    const users = containers(workflow).filter(([name]) =>
      /^command-\d+\/main$/.test(name),
    );
    const secrets = users.flatMap(([, { env }]) =>
      env.flatMap(variable => ('valueFrom' in variable ? [variable] : [])),
    );
    expect(users).toHaveLength(2);
    expect(secrets).toEqual([
      {
        name: 'TOKEN',
        valueFrom: { secretKeyRef: { name: 'team', key: 'token' } },
      },
    ]);
    expect(workflow.spec).toMatchObject({
      automountServiceAccountToken: false,
      executor: { serviceAccountName: 'trainyard-runs' },
    });
  });

  it('lets no container become more than it is, and starts each by a command', () => {
    for (const [name, container] of containers(compiled())) {
      expect([name, container]).toEqual([
        name,
        expect.objectContaining({
          command: expect.arrayContaining([expect.any(String)]),
          securityContext: expect.objectContaining({
            allowPrivilegeEscalation: false,
            capabilities: expect.objectContaining({ drop: ['ALL'] }),
          }),
        }),
      ]);
    }
  });

  it('keeps the names that decide on what a command finds', () => {
    const workflow = compiled(
      [command('only', [], { secrets: { TMPDIR: { env: 'TEAM' } } })],
      settingsOf({ secrets: { TEAM: { secret: 'team', key: 'token' } } }),
    );
    const [, main] =
      containers(workflow).find(([name]) => name === 'command-1/main') ?? [];
    expect(main?.env.filter(({ name }) => name === 'TMPDIR')).toEqual([
      { name: 'TMPDIR', value: '/trainyard/made/tmp' },
    ]);
  });

  it('shares a template among commands that differ in what they do only', () => {
    const steps = [
      command('a', []),
      command('b', ['a'], { command: ['other'] }),
      command('c', [], { resources: { gpu: 1 } }),
    ];
    const names = compiled(steps).spec.templates.map(({ name }) => name);
    expect(names.filter(name => name.startsWith('command-'))).toEqual([
      'command-1',
      'command-2',
    ]);
  });

  it('fits into a cluster with 500 steps', () => {
    const steps = Array.from({ length: 500 }, (_, i) =>
      command(`step-${i}`, i === 0 ? [] : [`step-${i - 1}`]),
    );
    expect(JSON.stringify(compiled(steps)).length).toBeLessThan(1_048_576);
  });

  it('gives a pod of several steps the time of all of them', () => {
    const timed = { resources: { timeout_seconds: 60 } };
    const workflow = compiled([
      builtin('a', [], timed),
      builtin('b', ['a'], timed),
    ]);
    expect(
      workflow.spec.templates.find(({ name }) => name === 'builtin-prepare'),
    ).toMatchObject({ activeDeadlineSeconds: 2 * 60 + 900 });
  });

  it('tells each pod of a group its rank and the size of the group', () => {
    const workflow = compiled(defaultGraph({ workers: 3 }));
    const group = workflow.spec.templates.find(
      ({ name }) => name === 'group-train-model',
    );
    const given = group?.dag?.tasks.map(task =>
      Object.fromEntries(
        task.arguments?.parameters.map(({ name, value }) => [name, value]) ??
          [],
      ),
    );
    expect(given?.map(({ worker, try: retries }) => [worker, retries])).toEqual(
      [
        ['0', '{{retries}}'],
        ['1', '{{retries}}'],
        ['2', '{{retries}}'],
      ],
    );
    expect(given?.map(({ work }) => JSON.parse(work).worker)).toEqual([
      0, 1, 2,
    ]);
  });

  it('asks pods that share the network of their node each at a port of its own', () => {
    const workflow = compiled(
      defaultGraph({ workers: 3 }),
      settingsOf({ hostNetwork: true }),
    );
    expect(workflow.spec).toMatchObject({
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
    });
    const tasks = workflow.spec.templates.flatMap(
      ({ dag }) => dag?.tasks ?? [],
    );
    const given = tasks.flatMap(task => {
      const values = Object.fromEntries(
        task.arguments?.parameters.map(({ name, value }) => [name, value]) ??
          [],
      );
      return values.port ? [values] : [];
    });
    expect(new Set(given.map(({ port }) => port)).size).toBe(4);
    for (const { port, work } of given) {
      expect(JSON.parse(work).ending_port).toBe(Number(port));
    }
    const hooks = workflow.spec.templates.flatMap(
      ({ podSpecPatch = '' }) => /"httpGet":\{[^}]*/.exec(podSpecPatch) ?? [],
    );
    expect(hooks).toHaveLength(2);
    for (const hook of hooks) expect(hook).toContain('"host":"127.0.0.1"');
  });

  it('isolates the steps of a pipeline that wants it', () => {
    const plan = planOf(defaultGraph(), { isolate_steps: true });
    const { spec } = compileWorkflow(submissionOf(plan), settings);
    expect(spec.templates[0].dag?.tasks).toHaveLength(14);
  });

  it('keeps names short and apart, however long those are that it is given', () => {
    const pipeline = 'p'.repeat(63);
    const run = `${pipeline}-0123456789`;
    const { metadata, spec } = compileWorkflow(
      submissionOf(planOf(defaultGraph(), { pipeline, namespace: pipeline }), {
        run,
      }),
      settingsOf({ mutexPerPipeline: true }),
    );
    expect(metadata.name.length).toBeLessThanOrEqual(MAX_NAME);
    for (const value of Object.values(metadata.labels)) {
      expect(value.length).toBeLessThanOrEqual(MAX_NAME);
    }
    expect(JSON.stringify(spec.synchronization)).toMatch(
      /"name":"trainyard-p+-[0-9a-f]{12}"/,
    );
    expect(metadata.annotations['trainyard.dev/run']).toBe(run);
  });
});

describe('workflowName', () => {
  it('is the same for an attempt and another for another', () => {
    const one = { namespace: 'a', run: 'b', attempt: 1 };
    expect(workflowName(one)).toBe(workflowName({ ...one }));
    const others = [
      one,
      { ...one, namespace: 'c' },
      { ...one, run: 'd' },
      { ...one, attempt: 2 },
    ].map(workflowName);
    expect(new Set(others).size).toBe(4);
  });
});
