import type { ModelStage } from '@trainyard/backstage-plugin-ml-training-common';
import {
  RiArchiveLine,
  RiCheckLine,
  RiHourglassLine,
  RiShieldLine,
  RiTrophyLine,
} from '@remixicon/react';
import type { StateWords } from '../states/stateWords';
import { WordsBadge } from '../states/WordsBadge';

const WORDS: Record<ModelStage, StateWords & { readonly icon: JSX.Element }> = {
  candidate: {
    label: 'Candidate',
    means: 'It passed its gates and waits for a decision.',
    tone: 'info',
    icon: <RiHourglassLine aria-hidden />,
  },
  blocked: {
    label: 'Blocked',
    means: 'A gate said no: it can never be approved.',
    tone: 'warning',
    icon: <RiShieldLine aria-hidden />,
  },
  approved: {
    label: 'Approved',
    means: 'A person approved it.',
    tone: 'success',
    icon: <RiCheckLine aria-hidden />,
  },
  champion: {
    label: 'Champion',
    means: 'It is in production.',
    tone: 'success',
    icon: <RiTrophyLine aria-hidden />,
  },
  retired: {
    label: 'Retired',
    means: 'It was in production.',
    tone: 'neutral',
    icon: <RiArchiveLine aria-hidden />,
  },
};

/** Where a model version stands, by icon and word. */
export function StageBadge({ stage }: { readonly stage: ModelStage }) {
  const words = WORDS[stage];
  return <WordsBadge state={stage} words={words} icon={words.icon} />;
}
