import type { StepResources } from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { memoryByTry } from './failureClasses';

/** What a container asks of the cluster. */
export interface PodShare {
  readonly cpu: number;
  readonly memoryMegabytes: number;
  readonly gpu: number;
  /** By try; one where it cannot be raised. */
  readonly memorySizes: readonly number[];
  readonly timeoutSeconds?: number;
}

export function podShare(
  asked: StepResources,
  kind: 'builtin' | 'command',
  settings: WorkflowSettings,
): PodShare {
  const usual = kind === 'builtin' ? settings.builtins : settings.commands;
  const memoryMegabytes = megabytes(asked.memory_gb ?? usual.memoryGb);
  return {
    cpu: asked.cpu ?? usual.cpu,
    memoryMegabytes,
    gpu: asked.gpu ?? 0,
    memorySizes: memoryByTry(memoryMegabytes, {
      factor: settings.outOfMemory.factor,
      capMegabytes: megabytes(settings.outOfMemory.capGb),
    }),
    ...(asked.timeout_seconds !== undefined && {
      timeoutSeconds: Math.ceil(asked.timeout_seconds),
    }),
  };
}

export function megabytes(gigabytes: number): number {
  return Math.ceil(gigabytes * 1000);
}

export function cpuQuantity(cores: number): string {
  return Number.isInteger(cores) ? `${cores}` : `${Math.ceil(cores * 1000)}m`;
}

/**
 * Processors are asked for and not limited: what nobody else uses may be used.
 * Memory is limited, and Kubernetes takes the limit as what is asked for.
 */
export function containerResources(
  {
    cpu,
    memoryMegabytes,
    gpu,
  }: Pick<PodShare, 'cpu' | 'memoryMegabytes' | 'gpu'>,
  gpuResource: string,
) {
  return {
    requests: { cpu: cpuQuantity(cpu) },
    limits: {
      memory: `${memoryMegabytes}M`,
      ...(gpu > 0 && { [gpuResource]: `${gpu}` }),
    },
  };
}
