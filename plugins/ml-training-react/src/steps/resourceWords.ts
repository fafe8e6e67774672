import {
  figure,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import { bytesText } from '../artifacts/bytesText';
import { durationText } from '../values/durationText';

const GIGABYTE = 1_000_000_000;

/** What a step used against what it asked for; null where nobody measured it. */
export function resourceWords({
  measurements: used,
  resources: asked,
}: Pick<StepView, 'measurements' | 'resources'>): readonly (readonly [
  string,
  string | null,
])[] {
  const processors =
    used?.cpu_seconds !== null && used && used.wall_seconds > 0
      ? `${figure(used.cpu_seconds / used.wall_seconds)} CPUs on average`
      : null;
  const memory =
    used?.peak_memory_bytes !== null && used
      ? `${bytesText(used.peak_memory_bytes)} at most`
      : null;
  const time = used ? durationText(used.wall_seconds) : null;
  return [
    ['CPU', against(processors, asked.cpu && `${asked.cpu} requested`)],
    [
      'Memory',
      against(
        memory,
        asked.memory_gb && `${bytesText(asked.memory_gb * GIGABYTE)} requested`,
      ),
    ],
    [
      'Time',
      against(
        time,
        asked.timeout_seconds &&
          `${durationText(asked.timeout_seconds)} allowed`,
      ),
    ],
    ...(asked.gpu
      ? [['GPU', `use not measured; ${asked.gpu} requested`] as const]
      : []),
  ];
}

function against(
  used: string | null,
  asked: string | number | undefined,
): string | null {
  if (used === null) return asked ? `not measured; ${asked}` : null;
  return asked ? `${used}; ${asked}` : used;
}
