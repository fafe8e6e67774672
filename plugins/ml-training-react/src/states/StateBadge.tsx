import type {
  RunState,
  StepState,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  RiCheckLine,
  RiCloseCircleLine,
  RiLoader4Line,
  RiQuestionLine,
  RiRecycleLine,
  RiShieldLine,
  RiSkipForwardLine,
  RiStopCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import { RUN_STATE_WORDS, STEP_STATE_WORDS } from './stateWords';
import { WordsBadge } from './WordsBadge';

const ICONS: Record<RunState | StepState, JSX.Element> = {
  failed: <RiCloseCircleLine aria-hidden />,
  blocked: <RiShieldLine aria-hidden />,
  lost: <RiQuestionLine aria-hidden />,
  running: <RiLoader4Line aria-hidden />,
  queued: <RiTimeLine aria-hidden />,
  waiting: <RiTimeLine aria-hidden />,
  stopped: <RiStopCircleLine aria-hidden />,
  skipped: <RiSkipForwardLine aria-hidden />,
  reused: <RiRecycleLine aria-hidden />,
  succeeded: <RiCheckLine aria-hidden />,
};

/** The icon alone, where a word stands beside it or in its link's name. */
export function StateIcon({ state }: { readonly state: RunState | StepState }) {
  return ICONS[state];
}

/** A run's state by icon and word; colour only adds to them. */
export function RunStateBadge({ state }: { readonly state: RunState }) {
  return (
    <WordsBadge
      state={state}
      words={RUN_STATE_WORDS[state]}
      icon={ICONS[state]}
    />
  );
}

export function StepStateBadge({ state }: { readonly state: StepState }) {
  return (
    <WordsBadge
      state={state}
      words={STEP_STATE_WORDS[state]}
      icon={ICONS[state]}
    />
  );
}
