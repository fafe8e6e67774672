import type {
  RunDetail,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  EmptyState,
  StepGraphView,
  StepList,
  StepPanel,
  type PlaceSteps,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import styles from '../run.module.css';
import { useRunPlace } from '../useRunPlace';

/** The steps as a graph or as a list, and the chosen one beside them. */
export function StepsTab({
  run,
  place: placeSteps,
}: {
  readonly run: RunDetail;
  /** Lays the graph out; in a web worker unless said. */
  readonly place?: PlaceSteps;
}) {
  const [search, setSearch] = useSearchParams();
  const place = useRunPlace(run.run);
  const choose = useCallback(
    (name: string, value: string) =>
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const chooseStep = useCallback(
    (step: string) => choose('step', step),
    [choose],
  );
  if (run.stepViews.length === 0) {
    return (
      <EmptyState title="The plan is not known yet">
        Its steps appear when the specification has been compiled.
      </EmptyState>
    );
  }
  const chosen =
    run.stepViews.find(({ name }) => name === search.get('step')) ??
    mostTelling(run.stepViews);
  const view = search.get('view') === 'list' ? 'list' : 'graph';
  const steps = {
    steps: run.stepViews,
    chosen: chosen.name,
    onChoose: chooseStep,
  };
  return (
    <Flex direction="column" gap="3">
      <ToggleButtonGroup
        aria-label="Show the steps as"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={([key]) => choose('view', String(key))}
      >
        <ToggleButton id="graph">Graph</ToggleButton>
        <ToggleButton id="list">List</ToggleButton>
      </ToggleButtonGroup>
      <div className={styles.steps}>
        {view === 'list' ? (
          <StepList {...steps} />
        ) : (
          <StepGraphView {...steps} place={placeSteps} />
        )}
        <StepPanel
          run={run}
          step={chosen}
          logHref={
            chosen.hasLog ? place('logs', { step: chosen.name }) : undefined
          }
        />
      </div>
    </Flex>
  );
}

/** Before anybody chose: what went wrong, else what is at work, else the last. */
function mostTelling(steps: readonly StepView[]): StepView {
  const first = (...states: StepView['state'][]) =>
    steps.find(({ state }) => states.includes(state));
  return (
    first('failed') ??
    first('blocked', 'stopped') ??
    first('running') ??
    steps[steps.length - 1]
  );
}
