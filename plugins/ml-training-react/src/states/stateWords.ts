import type {
  RunState,
  StepState,
} from '@trainyard/backstage-plugin-ml-training-common';

/** A fault asks for repair, a decision for judgement: they never look or read alike. */
export type Tone = 'danger' | 'warning' | 'info' | 'success' | 'neutral';

export interface StateWords {
  readonly label: string;
  readonly means: string;
  readonly tone: Tone;
}

export const RUN_STATE_WORDS: Record<RunState, StateWords> = {
  failed: {
    label: 'Failed',
    means: 'A step broke. Its log says where.',
    tone: 'danger',
  },
  blocked: {
    label: 'Blocked',
    means: 'A check or a gate said no. The model cannot be approved.',
    tone: 'warning',
  },
  lost: {
    label: 'Lost',
    means: 'The engine no longer knows this run. Retry goes on with it.',
    tone: 'danger',
  },
  running: {
    label: 'Running',
    means: 'Steps are being executed.',
    tone: 'info',
  },
  queued: {
    label: 'Queued',
    means: 'Waits for its turn or for resources.',
    tone: 'neutral',
  },
  stopped: {
    label: 'Stopped',
    means: 'A person stopped it.',
    tone: 'neutral',
  },
  succeeded: {
    label: 'Succeeded',
    means: 'Every step ended and every critical gate passed.',
    tone: 'success',
  },
};

export const STEP_STATE_WORDS: Record<StepState, StateWords> = {
  failed: { label: 'Failed', means: 'Its log says where.', tone: 'danger' },
  blocked: {
    label: 'Blocked',
    means: 'It decided that the run must not go on.',
    tone: 'warning',
  },
  stopped: {
    label: 'Stopped',
    means: 'A person stopped the run.',
    tone: 'neutral',
  },
  running: { label: 'Running', means: 'At work now.', tone: 'info' },
  waiting: {
    label: 'Waiting',
    means: 'Begins when what it needs is there.',
    tone: 'neutral',
  },
  skipped: {
    label: 'Skipped',
    means: 'What it needs was not made.',
    tone: 'neutral',
  },
  reused: {
    label: 'Reused',
    means: 'The same work was done before; its result was taken.',
    tone: 'success',
  },
  succeeded: { label: 'Succeeded', means: 'Done and sealed.', tone: 'success' },
};
