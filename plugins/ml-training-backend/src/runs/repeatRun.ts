import type {
  Digest,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import { openBundle, sourcePlaces, specificationOf } from '@trainyard/runner';
import { readPlan } from '../reconciler/startReconciler';
import type { NewRun, RunEntry } from './runStore';
import { startRun, type StartOutcome, type StartPorts } from './startRun';

export interface RepeatRequest {
  readonly entry: RunEntry;
  /** `again` compiles the bundle anew; `reproduce` repeats the very plan, without reuse. */
  readonly how: 'again' | 'reproduce';
  readonly engine: TrainingEngine;
  /** As the catalog says now. */
  readonly owner: string;
  readonly trigger: NewRun['trigger'];
  readonly principal: string;
  readonly token: string;
  readonly requestDigest: Digest;
}

/** Starts a run from what another one sealed, whatever has become of its source. */
export async function repeatRun(
  { entry, how, engine, ...asked }: RepeatRequest,
  ports: StartPorts,
): Promise<StartOutcome> {
  const { summary, source, sourceFolder } = entry;
  const store = await ports.store(summary.pipeline.namespace);
  const bundle = await openBundle(store, entry.bundle, entry.specification);
  const { specification, lock } = specificationOf(bundle);
  const compiled =
    how === 'reproduce'
      ? {
          outcome: 'compiled' as const,
          plan: await readPlan(store, entry.plan),
        }
      : await engine.compile({ bundle, specification, lock });
  if (compiled.outcome === 'invalid') return compiled;
  // The store has the bytes of copied sources: the disk is asked for the others only.
  const sources =
    sourceFolder === null
      ? []
      : [...sourcePlaces(sourceFolder, lock, ['sha256']).values()];
  const { commit, dirty } = source;
  return startRun(
    {
      plan: compiled.plan,
      specification,
      lock,
      engine,
      seal: async () => entry.bundle,
      file: entry.specification,
      git: commit === null ? null : { commit, dirty },
      sources,
      warnings: warningsOf(entry),
      about: {
        ...asked,
        pipeline: summary.pipeline,
        purpose: how === 'reproduce' ? 'reproduction' : purposeOf(entry),
        parent: summary.run,
        source: { kind: 'run', target: summary.run, commit, dirty },
        sourceFolder,
      },
    },
    ports,
  );
}

function purposeOf({ summary }: RunEntry): 'train' | 'trial' {
  return summary.purpose === 'trial' ? 'trial' : 'train';
}

function warningsOf({ warnings }: RunEntry): readonly Problem[] {
  return warnings.filter(({ severity }) => severity === 'warning');
}
