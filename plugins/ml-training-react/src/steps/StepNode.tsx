import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type MutableRefObject } from 'react';
import { StepStateBadge } from '../states/StateBadge';
import { STEP_STATE_WORDS } from '../states/stateWords';
import { durationText } from '../values/durationText';
import styles from './steps.module.css';
import { isWalkKey, type WalkKey } from './walkGraph';

export type StepFlowNode = Node<
  {
    readonly step: StepView;
    readonly chosen: boolean;
    /** The one that the Tab key reaches; the arrow keys go on from there. */
    readonly reachable: boolean;
    readonly onChoose: (step: string) => void;
    readonly onWalk: (from: string, key: WalkKey) => void;
    /** The step that the keys led to and that has to take the focus. */
    readonly walkedTo: MutableRefObject<string | undefined>;
  },
  'step'
>;

/** A step in the graph: its name, its state and how long it took. */
export const StepNode = memo(({ data }: NodeProps<StepFlowNode>) => {
  const { step, chosen, reachable, onChoose, onWalk, walkedTo } = data;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!chosen || walkedTo.current !== step.name) return;
    walkedTo.current = undefined;
    // Scrolling the frame would part the nodes from their edges: the view moves instead.
    button.current?.focus({ preventScroll: true });
  }, [chosen, step.name, walkedTo]);
  return (
    <>
      <Handle
        type="target"
        position={Position.Top}
        isConnectable={false}
        className={styles.handle}
      />
      <button
        ref={button}
        type="button"
        className={`${styles.node} nopan`}
        data-step={step.name}
        data-tone={STEP_STATE_WORDS[step.state].tone}
        aria-pressed={chosen}
        tabIndex={reachable ? 0 : -1}
        onClick={() => onChoose(step.name)}
        onKeyDown={event => {
          if (!isWalkKey(event.key)) return;
          event.preventDefault();
          onWalk(step.name, event.key);
        }}
      >
        <span className={styles.nodeName} title={step.name}>
          {step.name}
        </span>
        <span className={styles.nodeState}>
          <StepStateBadge state={step.state} />
          {step.seconds !== null && (
            <span className={styles.seconds}>{durationText(step.seconds)}</span>
          )}
        </span>
      </button>
      <Handle
        type="source"
        position={Position.Bottom}
        isConnectable={false}
        className={styles.handle}
      />
    </>
  );
});
