import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  PodLine,
  RunEvent,
} from '@trainyard/backstage-plugin-ml-training-common';
import { NO_ISOLATION } from '../commands/isolation';
import type { RunPorts } from '../runs/runPorts';
import type { BuiltinStep } from '../steps/builtinStep';

/** All that a container of ours needs of the world. */
export interface PodPorts {
  /** Of the run's namespace. What is staged lies in its objects. */
  readonly store: ArtifactStore;
  readonly builtins: ReadonlyMap<string, BuiltinStep>;
  /** An own folder below it is made, and wiped. */
  readonly workFolder: string;
  readonly now: () => Date;
  readonly tell: (line: PodLine) => void;
}

/** What the runner's own code needs, where commands are somebody else's to start. */
export function runPortsOf(
  ports: PodPorts,
  host: string,
  builtinThreads: number,
): RunPorts {
  return {
    ...ports,
    host,
    builtinThreads,
    tell: event => ports.tell(lineOf(event)),
    // What is pinned by digest only lies on somebody's disk, where no pod is.
    sources: new Map(),
    prepareEnvironment: async () => ({ problem: 'a pod starts no commands' }),
    isolation: async () => NO_ISOLATION,
    readSecret: () => undefined,
    // Whoever ends the pod ends this process: nothing may be sealed because of it.
    signal: new AbortController().signal,
  };
}

function lineOf(event: RunEvent): PodLine {
  if (event.event !== 'step said') return { ...event };
  return { step: event.step, try: event.try, line: event.line };
}
