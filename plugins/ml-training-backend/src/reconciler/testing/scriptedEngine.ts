import type {
  EngineObservation,
  EngineRef,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';

/** An engine that says what it is told to say, and counts what was asked of it. */
export interface ScriptedEngine extends TrainingEngine {
  /** What it says of every attempt it took. */
  says: EngineObservation;
  /** Thrown by every question, where there is one. */
  fault: Error | undefined;
  /** Waited for before every question. */
  before: (what: 'submit' | 'observe' | 'stop') => Promise<void>;
  readonly took: Map<string, EngineRef>;
  readonly stopped: string[];
  asked: number;
}

export function scriptedEngine(name = 'local'): ScriptedEngine {
  const key = (of: { readonly run: string; readonly attempt: number }) =>
    `${of.run}/${of.attempt}`;
  const engine: ScriptedEngine = {
    name,
    says: { state: 'running' },
    fault: undefined,
    before: async () => undefined,
    took: new Map(),
    stopped: [],
    asked: 0,
    async compile() {
      throw new Error('nothing is compiled here');
    },
    lint: async () => [],
    async submit(submission) {
      await meet('submit');
      const { run, attempt, namespace } = submission;
      const known = engine.took.get(key(submission));
      const ref = known ?? {
        run,
        attempt,
        namespace,
        id: `pod-${engine.took.size + 1}`,
      };
      engine.took.set(key(submission), ref);
      return ref;
    },
    async observe(ref) {
      await meet('observe');
      return engine.stopped.includes(key(ref))
        ? { state: 'ended' }
        : engine.says;
    },
    async stop(ref) {
      await meet('stop');
      engine.stopped.push(key(ref));
    },
    logs: async () => undefined,
    trouble: async () => undefined,
    close: async () => undefined,
  };
  async function meet(what: 'submit' | 'observe' | 'stop') {
    engine.asked++;
    await engine.before(what);
    if (engine.fault) throw engine.fault;
  }
  return engine;
}
