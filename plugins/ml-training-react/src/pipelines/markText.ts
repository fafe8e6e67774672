import type { RunMark } from '@trainyard/backstage-plugin-ml-training-common';
import { RUN_STATE_WORDS } from '../states/stateWords';
import { agoText } from '../values/agoText';
import { durationText } from '../values/durationText';

/** `Succeeded, 4 minutes ago, 1 m 12 s` */
export function markText(
  { state, submittedAt, durationSeconds }: RunMark,
  now: Date,
): string {
  return [
    RUN_STATE_WORDS[state].label,
    agoText(new Date(submittedAt), now),
    ...(durationSeconds === null ? [] : [durationText(durationSeconds)]),
  ].join(', ');
}
