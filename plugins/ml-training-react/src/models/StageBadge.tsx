import type { ModelStage } from '@trainyard/backstage-plugin-ml-training-common';
import { Badge } from '@backstage/ui';
import {
  RiArchiveLine,
  RiCheckLine,
  RiHourglassLine,
  RiShieldLine,
  RiTrophyLine,
} from '@remixicon/react';
import stateStyles from '../states/StateBadge.module.css';

const WORDS: Record<
  ModelStage,
  {
    readonly label: string;
    readonly means: string;
    readonly tone: string;
    readonly icon: JSX.Element;
  }
> = {
  candidate: {
    label: 'Candidate',
    means: 'It passed its gates and waits for a decision.',
    tone: stateStyles.info,
    icon: <RiHourglassLine aria-hidden />,
  },
  blocked: {
    label: 'Blocked',
    means: 'A gate said no: it can never be approved.',
    tone: stateStyles.warning,
    icon: <RiShieldLine aria-hidden />,
  },
  approved: {
    label: 'Approved',
    means: 'A person approved it.',
    tone: stateStyles.success,
    icon: <RiCheckLine aria-hidden />,
  },
  champion: {
    label: 'Champion',
    means: 'It is in production.',
    tone: stateStyles.success,
    icon: <RiTrophyLine aria-hidden />,
  },
  retired: {
    label: 'Retired',
    means: 'It was in production.',
    tone: stateStyles.neutral,
    icon: <RiArchiveLine aria-hidden />,
  },
};

/** Where a model version stands, by icon and word. */
export function StageBadge({ stage }: { readonly stage: ModelStage }) {
  const { label, means, tone, icon } = WORDS[stage];
  return (
    <Badge size="small" icon={icon} title={means} className={tone}>
      {label}
    </Badge>
  );
}
