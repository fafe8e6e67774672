import { openMemoryStore } from '@trainyard/artifacts';
import type {
  GatesDocument,
  RunRecord,
  StepManifest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { NewModelVersion } from '../../models/modelStore';
import { AT, runEntryOf, SOME_DIGEST } from '../../testing/storedRuns';
import type { ReconcilerPorts, Term } from '../ports';
import { samplePlan } from '../testing/samplePlan';
import { sealSteps, type Script } from '../testing/sealedSteps';
import { WatchedAttempt } from '../watchedAttempt';
import { endAttempt } from './endAttempt';

const plan = samplePlan();
const other = 'e'.repeat(64);
const term: Term = {
  fence: { epoch: 1 },
  check() {},
  fenced() {
    throw new Error('nobody else is here');
  },
};

async function unasked(): Promise<never> {
  throw new Error('nobody asks this here');
}

/** Ends a run of which every step says that it succeeded, and answers what was registered. */
async function endedAsSucceeded(
  script: Script,
  {
    trust = 'engine',
    purpose = 'train',
  }: Partial<Pick<RunRecord, 'trust' | 'purpose'>> = {},
) {
  const store = openMemoryStore();
  await store.runs.create({
    schema_version: 1,
    run: 'run-1',
    purpose,
    pipeline: 'flight-delay',
    namespace: 'default',
    plan: SOME_DIGEST,
    bundle: SOME_DIGEST,
    specification: 'pipeline.yaml',
    git: null,
    principal: 'user:default/engineer',
    trust,
    submitted_at: AT,
  });
  const { bendManifest = it => it } = script;
  const end = await sealSteps(
    store,
    { run: 'run-1', attempt: 1, plan },
    {
      ...script,
      bendManifest: manifest =>
        bendManifest({ ...manifest, verdict: 'succeeded', because: [] }),
    },
  );
  const registered: NewModelVersion[] = [];
  const ports: Pick<ReconcilerPorts, 'datasets' | 'models'> = {
    datasets: {
      publish: async () => 'published',
      list: unasked,
      find: unasked,
    },
    models: {
      async register(version) {
        registered.push(version);
        return { outcome: 'registered', version: registered.length };
      },
      list: unasked,
      find: unasked,
    },
  };
  const entry = runEntryOf();
  const ending = await endAttempt(
    {
      entry: { ...entry, summary: { ...entry.summary, purpose } },
      store,
      plan,
      end: { ...end, status: 'succeeded' },
      seen: await new WatchedAttempt('run-1', 1).look(store, plan, end),
      decision: {
        do: 'record',
        state: 'succeeded',
        because: null,
        pending: null,
      },
    },
    term,
    ports,
  );
  return { ending, registered };
}

const passed = (gates: GatesDocument) => ({
  ...gates,
  verdict: { verdict: 'passed' },
});

const BENT: readonly (readonly [string, Script, string])[] = [
  [
    'a verdict of the gates that was turned over',
    { auc: 0.2, bendGates: passed },
    'gates.json states passed, and the evidence says blocked.',
  ],
  [
    'results of the gates that the evaluation does not bear out',
    {
      auc: 0.2,
      bendGates: gates => ({
        ...passed(gates),
        results: gates.results.map(result => ({
          ...result,
          status: 'pass',
          measured: result.measured === null ? null : 0.99,
        })),
      }),
    },
    'gates.json says pass of auc, and the evaluation says fail.',
  ],
  [
    'gates that were left out',
    {
      auc: 0.2,
      bendGates: gates => ({
        ...passed(gates),
        gates: [],
        results: gates.results.slice(0, 1),
      }),
    },
    'gates.json was judged by other gates than the plan asks for.',
  ],
  [
    'a check whose result does not bear out its verdict',
    {
      bendChecks: checks => ({
        ...checks,
        results: checks.results.map(result => ({
          ...result,
          ...(result.check === 'null_rate(hour)' && {
            status: 'fail',
            observed: 0.5,
          }),
        })),
      }),
    },
    'checks.json states passed, and the evidence says blocked.',
  ],
  [
    'checks that were left out',
    {
      bendChecks: checks => ({ ...checks, required: [], results: [] }),
    },
    'checks.json was judged by other checks than the plan asks for.',
  ],
  [
    'gates by rules that nobody knows',
    { bendGates: gates => ({ ...gates, rules: { version: '99' } }) },
    'gates.json was judged by rules 99, which nobody here knows.',
  ],
  [
    'gates that cannot be read',
    { bendGates: () => ({ schema_version: 7 }) },
    'gates could not be computed',
  ],
];

const swapped = (
  step: string,
  part: 'inputs' | 'outputs',
  name: string,
): Script => ({
  bendManifest: (manifest: StepManifest) =>
    manifest.step === step
      ? { ...manifest, [part]: { ...manifest[part], [name]: other } }
      : manifest,
});

const OTHER_BYTES: readonly (readonly [string, Script, string])[] = [
  [
    'scored another model than it registers',
    swapped('score-model', 'inputs', 'model'),
    'Step score-model read another model than this run made.',
  ],
  [
    'trained another model than it registers',
    swapped('train-model', 'outputs', 'model'),
    'Its document names the model',
  ],
  [
    'registers another digest of its evidence',
    { bendRegistration: model => ({ ...model, evidence_digest: other }) },
    'The digest of its evidence is not the one that it states.',
  ],
  [
    'registers under the name of another model',
    { bendRegistration: model => ({ ...model, name: 'another' }) },
    'Its document names the model another; the plan trains flight_delay.',
  ],
];

describe('the end of a run', () => {
  it('registers what nobody bent', async () => {
    const { ending, registered } = await endedAsSucceeded({});
    expect(ending).toMatchObject({ state: 'succeeded', because: null });
    expect(registered.map(({ stage }) => stage)).toEqual(['candidate']);
  });

  it.each(BENT)(
    'blocks %s although the run says that it succeeded',
    async (_, script, told) => {
      const { ending, registered } = await endedAsSucceeded(script);
      expect(ending.state).toBe('blocked');
      expect(ending.because).toContain(told);
      expect(registered.map(({ stage }) => stage)).toEqual(['blocked']);
    },
  );

  it.each(OTHER_BYTES)(
    'registers nothing where the run %s, and says so',
    async (_, script, told) => {
      const { ending, registered } = await endedAsSucceeded(script);
      expect(ending.because).toContain(`The model was not registered: ${told}`);
      expect(ending.results.modelVersion).toBeNull();
      expect(registered).toEqual([]);
    },
  );

  it('registers no model of a trial', async () => {
    const { registered } = await endedAsSucceeded({}, { purpose: 'trial' });
    expect(registered).toEqual([]);
  });

  it('registers no model that a laptop made', async () => {
    const { ending, registered } = await endedAsSucceeded(
      {},
      { trust: 'laptop' },
    );
    expect(registered).toEqual([]);
    expect(ending.because).toContain('not made by an engine of this service');
  });
});
