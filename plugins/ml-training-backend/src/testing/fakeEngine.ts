import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  EngineRef,
  EngineSubmission,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import { compileBundle } from '@trainyard/runner';
import { builtinVersions } from '@trainyard/steps';

/** An engine that compiles as the local one does and executes nothing: what was submitted waits for ever. */
export interface FakeEngine extends TrainingEngine {
  readonly submitted: EngineSubmission[];
  readonly stopped: EngineRef[];
  /** What `lint` answers. */
  refuses: readonly Problem[];
  /** What `trouble` answers. */
  is: string | undefined;
}

export function fakeEngine(name = 'fake'): FakeEngine {
  const submitted: EngineSubmission[] = [];
  const stopped: EngineRef[] = [];
  return {
    name,
    submitted,
    stopped,
    refuses: [],
    is: undefined,
    compile: ({ bundle, specification, lock }) =>
      compileBundle(
        bundle,
        specification,
        lock,
        builtinVersions(),
        join(tmpdir(), 'trainyard-no-interpreters'),
      ),
    async lint() {
      return this.refuses;
    },
    async submit(submission) {
      submitted.push(submission);
      const { run, attempt, namespace } = submission;
      return { run, attempt, namespace, id: `${run}/${attempt}` };
    },
    observe: async ({ run, attempt }) =>
      stopped.some(it => it.run === run && it.attempt === attempt)
        ? { state: 'ended' }
        : { state: 'pending', because: 'It waits for its turn.' },
    async stop(ref) {
      stopped.push(ref);
    },
    logs: async () => undefined,
    async trouble() {
      return this.is;
    },
    close: async () => undefined,
  };
}
