import { podName } from '@trainyard/argo-manifest';
import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  EngineRef,
  EngineSubmission,
} from '@trainyard/backstage-plugin-ml-training-node';
import { placeOf } from '../clusters/places';
import type { FakeArgo } from './fakeArgo';

export interface PlayedNode {
  /** Of the task, such as `prepare`. */
  readonly task: string;
  readonly template: string;
  readonly phase: string;
  readonly message?: string;
  /** Argo's count, from 0. */
  readonly retries?: number;
  /** The command that the pod executes. */
  readonly step?: string;
}

/** A node of a pod, as the controller writes it. */
export function podNode(workflow: string, node: PlayedNode) {
  const { task, template, phase, message, retries = 0, step } = node;
  const name = `${workflow}.${task}(${retries})`;
  return {
    [name]: {
      id: name,
      name,
      displayName: `${task}(${retries})`,
      type: 'Pod',
      templateName: template,
      phase,
      ...(message !== undefined && { message }),
      startedAt: new Date(Date.UTC(2001, 6, 2, 0, retries)).toISOString(),
      ...(step !== undefined && {
        inputs: { parameters: [{ name: 'step', value: step }] },
      }),
    },
  };
}

/** What the controller and the pods do to a workflow, as a test wants it. */
export class PlayedController {
  constructor(
    private readonly argo: FakeArgo,
    private readonly store: ArtifactStore,
  ) {}

  /** Its nodes are these and no others; pods that run are there. */
  shows(ref: EngineRef, ...nodes: readonly PlayedNode[]): void {
    const { workflow } = placeOf(ref);
    const all = Object.assign({}, ...nodes.map(it => podNode(workflow, it)));
    for (const node of nodes) {
      const pod = this.podOf(ref, node);
      const { phase } = node;
      const known = this.argo.pods.get(pod);
      if (phase === 'Running' && !known) {
        this.argo.pods.set(pod, { name: pod, workflow, phase, logs: {} });
      } else if (known && (phase === 'Succeeded' || phase === 'Failed')) {
        this.argo.endPod(pod, phase);
      }
    }
    this.argo.setStatus(workflow, { phase: 'Running', nodes: all });
  }

  podOf(ref: EngineRef, { task, template, retries = 0 }: PlayedNode): string {
    const { workflow } = placeOf(ref);
    const name = `${workflow}.${task}(${retries})`;
    return podName(workflow, { name, templateName: template });
  }

  /** The first pod of a run takes the attempt. */
  async claims(ref: EngineRef): Promise<void> {
    const { cluster, workflow } = placeOf(ref);
    await this.store.runs.claimAttempt(ref.run, ref.attempt, {
      host: `argo/${cluster}/${workflow}`,
      at: '2001-07-02T00:00:00.000Z',
    });
  }

  /** The last pod of a run tells how it ended. */
  async tellsTheEnd({ run, attempt, plan }: EngineSubmission): Promise<void> {
    await this.store.runs.endAttempt({
      schema_version: 1,
      run,
      attempt,
      status: 'succeeded',
      ended_at: '2001-07-02T00:01:00.000Z',
      steps: plan.steps.map(({ name }) => ({
        id: name,
        status: 'succeeded',
        identity: null,
        measured: false,
        outputs: {},
        seconds: 1,
        because: [],
      })),
    });
  }

  finishes(ref: EngineRef, phase: 'Succeeded' | 'Failed', message = ''): void {
    const { workflow } = placeOf(ref);
    for (const pod of this.argo.pods.values()) {
      if (pod.workflow === workflow) this.argo.endPod(pod.name);
    }
    this.argo.setStatus(workflow, { phase, message });
  }
}
