import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';
import { Button } from '@backstage/ui';
import { StepStateBadge } from '../states/StateBadge';
import { FactTable } from '../tables/FactTable';
import { durationText } from '../values/durationText';

/** The steps of a run as a plain table, in the order of the plan. */
export function StepList({
  steps,
  chosen,
  onChoose,
}: {
  readonly steps: readonly StepView[];
  readonly chosen: string | undefined;
  readonly onChoose: (step: string) => void;
}) {
  return (
    <FactTable
      keyOf={({ name }) => name}
      rows={steps}
      columns={[
        {
          heading: 'Step',
          value: ({ name }) => (
            <Button
              size="small"
              variant="tertiary"
              aria-current={name === chosen ? 'true' : undefined}
              onPress={() => onChoose(name)}
            >
              {name}
            </Button>
          ),
        },
        {
          heading: 'State',
          value: ({ state }) => <StepStateBadge state={state} />,
        },
        {
          heading: 'Duration',
          numbers: true,
          value: ({ seconds }) =>
            seconds === null ? '–' : durationText(seconds),
        },
        {
          heading: 'Needs',
          value: ({ needs }) => needs.join(', ') || 'nothing',
        },
      ]}
    />
  );
}
