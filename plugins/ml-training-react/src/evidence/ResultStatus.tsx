import type { CheckResult } from '@trainyard/backstage-plugin-ml-training-common';
import {
  RiAlertLine,
  RiCheckLine,
  RiQuestionLine,
  RiShieldLine,
  RiSkipForwardLine,
} from '@remixicon/react';
import type { StateWords } from '../states/stateWords';
import { WordsBadge } from '../states/WordsBadge';

type Status = CheckResult['status'];

const WORDS: Record<Status, StateWords & { readonly icon: JSX.Element }> = {
  pass: {
    label: 'Passed',
    means: 'What was measured is as expected.',
    tone: 'success',
    icon: <RiCheckLine aria-hidden />,
  },
  warn: {
    label: 'Warning',
    means: 'Not as expected, but only a warning.',
    tone: 'warning',
    icon: <RiAlertLine aria-hidden />,
  },
  fail: {
    label: 'Blocked',
    means: 'Not as expected: it blocks.',
    tone: 'warning',
    icon: <RiShieldLine aria-hidden />,
  },
  error: {
    label: 'Not computed',
    means: 'It could not be measured, which blocks as well.',
    tone: 'danger',
    icon: <RiQuestionLine aria-hidden />,
  },
  skipped: {
    label: 'Not run',
    means: 'Nobody looked, which blocks as well.',
    tone: 'neutral',
    icon: <RiSkipForwardLine aria-hidden />,
  },
};

/** How a check or a gate came out, by icon and word. */
export function ResultStatus({ status }: { readonly status: Status }) {
  const words = WORDS[status];
  return <WordsBadge state={status} words={words} icon={words.icon} />;
}

/** Blocked first, then what could not be computed, then warnings. */
export function worstFirst<Result extends { readonly status: Status }>(
  results: readonly Result[],
): Result[] {
  return [...results].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status),
  );
}

const ORDER: readonly Status[] = ['fail', 'error', 'skipped', 'warn', 'pass'];
