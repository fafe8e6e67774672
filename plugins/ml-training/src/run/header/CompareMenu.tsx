import type {
  RunDetail,
  RunSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  RUN_STATE_WORDS,
  useAnswer,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowLeftRightLine } from '@remixicon/react';
import { useState } from 'react';

/** Holds the run against the one before it, or against another of its pipeline. */
export function CompareMenu({ run }: { readonly run: RunDetail }) {
  const [open, setOpen] = useState(false);
  const links = useTrainingLinks();
  const asked = useAnswer(
    'listRuns',
    {
      pipeline: [run.pipeline.entity],
      to: run.submittedAt,
      sort: 'submitted',
      order: 'desc',
      limit: 6,
    },
    { idle: !open },
  );
  const others =
    asked.status === 'loaded'
      ? asked.answer.items.filter(other => other.run !== run.run)
      : [];
  // The one that is held against comes first.
  const held = (other: string) => links.compare([other, run.run]);
  const choose = links.runs(
    new URLSearchParams({ pipeline: run.pipeline.entity }),
  );
  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiArrowLeftRightLine aria-hidden />}
      >
        Compare
      </Button>
      <Menu>
        {run.parent !== null ? (
          <MenuItem id="parent" href={held(run.parent)}>
            {`With ${run.parent}, which it repeats`}
          </MenuItem>
        ) : null}
        {others.map((other, i) => (
          <MenuItem key={other.run} id={other.run} href={held(other.run)}>
            {textOf(other, i === 0)}
          </MenuItem>
        ))}
        {others.length === 0 ? (
          <MenuItem id="none" isDisabled>
            {asked.status === 'loading'
              ? 'Looking for earlier runs …'
              : earlierText(asked.status)}
          </MenuItem>
        ) : null}
        <MenuItem id="choose" href={choose}>
          Choose among all runs of the pipeline
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}

function textOf({ run, state }: RunSummary, previous: boolean): string {
  const { label } = RUN_STATE_WORDS[state];
  return previous
    ? `With the previous run, ${run} (${label})`
    : `With ${run} (${label})`;
}

function earlierText(status: 'failed' | 'loaded'): string {
  return status === 'failed'
    ? 'Earlier runs could not be listed'
    : 'This is the first run of its pipeline';
}
