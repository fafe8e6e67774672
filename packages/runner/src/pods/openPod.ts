import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodRequest } from '@trainyard/backstage-plugin-ml-training-common';
import { Aside } from '../runs/aside';
import type { Attempt } from '../runs/attempt';
import { KeptOutputs } from '../runs/keptOutputs';
import type { RunPorts } from '../runs/runPorts';
import { wipe } from '../runs/workFolder';
import { storedPlan } from '../stored/storedRun';
import { runPortsOf, type PodPorts } from './podPorts';

/** Which attempt it is about, and where its pods leave things. */
export type PodAttempt = Pick<
  PodRequest,
  'run' | 'attempt' | 'host' | 'staging' | 'builtin_threads'
> & { readonly plan?: PodRequest['plan'] };

export interface Pod {
  readonly attempt: Attempt;
  readonly staging: string;
  readonly ports: RunPorts;
}

/** The request does not fit the store: no try of the same will change that. */
export interface Refused {
  readonly outcome: 'refused';
  readonly because: string;
}

/** Reads what the attempt is about and does the work in a folder that is wiped afterwards. */
export async function withPod<T>(
  request: PodAttempt,
  ports: PodPorts,
  work: (pod: Pod) => Promise<T>,
): Promise<T | Refused> {
  const { run, attempt, staging, host } = request;
  const record = await ports.store.runs.find(run);
  if (!record) {
    return refused(
      `the run ${run} is not in the store: its record is written before it is submitted. Look whether the pod and the service name the same bucket and prefix.`,
    );
  }
  if (request.plan !== undefined && record.plan !== request.plan) {
    return refused(
      `the run ${run} has another plan: expected ${request.plan}, found ${record.plan}.`,
    );
  }
  const plan = await storedPlan(ports.store, record);
  await mkdir(ports.workFolder, { recursive: true });
  const folder = await mkdtemp(join(ports.workFolder, 'pod-'));
  const aside = new Aside();
  const pod: Pod = {
    staging,
    ports: runPortsOf(ports, host, request.builtin_threads),
    attempt: {
      run,
      attempt,
      plan,
      purpose: record.purpose,
      principal: record.principal,
      aside,
      kept: new KeptOutputs(join(folder, 'kept')),
      folder,
    },
  };
  try {
    const done = await work(pod);
    await aside.settle();
    return done;
  } finally {
    await wipe(folder);
  }
}

function refused(because: string): Refused {
  return { outcome: 'refused', because };
}
