import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';
import { ButtonIcon, Flex, Skeleton } from '@backstage/ui';
import { RiAddLine, RiFocus3Line, RiSubtractLine } from '@remixicon/react';
import {
  Position,
  ReactFlow,
  type Edge,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MutableRefObject,
} from 'react';
import { StepNode, type StepFlowNode } from './StepNode';
import styles from './steps.module.css';
import {
  stepGraph,
  STEP_HEIGHT,
  STEP_WIDTH,
  type Place,
  type Places,
  type StepGraph,
} from './stepGraph';
import { usePlaces, type PlaceSteps } from './usePlaces';
import { useSteady } from './useSteady';
import { walkGraph, type WalkKey } from './walkGraph';

/**
 * The steps of a run as a graph. The arrow keys walk along its edges; whoever
 * cannot use it has the same in `StepList`.
 */
export function StepGraphView({
  steps,
  chosen,
  onChoose,
  place,
}: {
  readonly steps: readonly StepView[];
  readonly chosen: string | undefined;
  readonly onChoose: (step: string) => void;
  /** Lays out; in a web worker unless said. */
  readonly place?: PlaceSteps;
}) {
  const steady = useSteady(steps, ({ name }) => name);
  const graph = useMemo(() => stepGraph(steady), [steady]);
  const places = usePlaces(graph, place);
  const frame = useRef<HTMLDivElement>(null);
  const [flow, setFlow] = useState<ReactFlowInstance<StepFlowNode, Edge>>();
  const reachable = chosen ?? graph.steps[0];

  const now = useRef({ graph, places });
  now.current = { graph, places };
  /** The step that the keys lead to takes the focus as soon as it is drawn. */
  const walkedTo = useRef<string>();
  const walk = useCallback(
    (from: string, key: WalkKey) => {
      const { graph: known, places: at } = now.current;
      if (!at) return;
      const to = walkGraph(known, at, from, key);
      if (to === from) return;
      walkedTo.current = to;
      onChoose(to);
    },
    [onChoose],
  );
  const nodes = useNodes(steady, places, {
    chosen,
    reachable,
    onChoose,
    onWalk: walk,
    walkedTo,
  });
  const edges = useEdges(graph, places !== undefined, chosen);
  const size = places && sizeOf(places);
  const [zoom, setZoom] = useState(1);
  const started = useCallback(
    (instance: ReactFlowInstance<StepFlowNode, Edge>) => {
      setFlow(instance);
      const width = frame.current?.clientWidth ?? 0;
      const graphWidth = size?.x ?? 0;
      if (width === 0 || graphWidth === 0) return;
      const fitting = width / (graphWidth + 2 * EDGE);
      const begun = Math.min(1, Math.max(SMALLEST, fitting));
      setZoom(begun);
      instance.setViewport({
        x: Math.max(EDGE, (width - graphWidth * begun) / 2),
        y: EDGE,
        zoom: begun,
      });
    },
    [size?.x],
  );
  useEffect(() => {
    const at = chosen === undefined ? undefined : places?.get(chosen);
    if (flow && at && frame.current) reveal(flow, frame.current, at);
  }, [flow, places, chosen]);

  useEffect(() => {
    if (flow && frame.current) return keepInMiddle(flow, frame.current);
    return undefined;
  }, [flow]);

  if (!places || !size) {
    return <Skeleton width="100%" height={heightOf(graph.steps.length)} />;
  }
  return (
    <div className={styles.graph}>
      <Flex gap="1" className={styles.controls}>
        <ButtonIcon
          size="small"
          variant="secondary"
          icon={<RiAddLine />}
          aria-label="Larger"
          onPress={() => flow?.zoomIn()}
        />
        <ButtonIcon
          size="small"
          variant="secondary"
          icon={<RiSubtractLine />}
          aria-label="Smaller"
          onPress={() => flow?.zoomOut()}
        />
        <ButtonIcon
          size="small"
          variant="secondary"
          icon={<RiFocus3Line />}
          aria-label="Show all steps"
          onPress={() => flow?.fitView({ minZoom: 0.1, maxZoom: 1 })}
        />
      </Flex>
      <div
        ref={frame}
        role="group"
        aria-label="Graph of steps; the arrow keys walk along its edges"
        className={styles.frame}
        style={{ height: Math.min(size.y * zoom + 2 * EDGE, TALLEST) }}
      >
        <ReactFlow<StepFlowNode, Edge>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          onInit={started}
          minZoom={0.1}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          onlyRenderVisibleElements={nodes.length > FEW}
          // The page scrolls under the pointer; dragging moves the graph.
          zoomOnScroll={false}
          preventScrolling={false}
        />
      </div>
    </div>
  );
}

const NODE_TYPES = { step: StepNode };
/** More steps than these are drawn only where they are in view. */
const FEW = 60;
/** Room around the graph, in pixels. */
const EDGE = 24;
const TALLEST = 1100;
/** Below this the words in a step cannot be read. */
const SMALLEST = 0.6;

function heightOf(steps: number): number {
  return Math.min(steps * (STEP_HEIGHT + 32) + 2 * EDGE, TALLEST);
}

interface Drawn {
  readonly chosen: string | undefined;
  readonly reachable: string | undefined;
  readonly onChoose: (step: string) => void;
  readonly onWalk: (from: string, key: WalkKey) => void;
  readonly walkedTo: MutableRefObject<string | undefined>;
}

/** Nodes that say the same stay the same objects: of 500 steps only those that changed are drawn again. */
function useNodes(
  steps: readonly StepView[],
  places: Places | undefined,
  { chosen, reachable, onChoose, onWalk, walkedTo }: Drawn,
): StepFlowNode[] {
  const known = useRef(new Map<string, StepFlowNode>());
  return useMemo(() => {
    if (!places) return [];
    const nodes = steps.map(step => {
      const node = nodeOf(places.get(step.name) ?? { x: 0, y: 0 }, {
        step,
        chosen: step.name === chosen,
        reachable: step.name === reachable,
        onChoose,
        onWalk,
        walkedTo,
      });
      const before = known.current.get(step.name);
      return before && sameNode(before, node) ? before : node;
    });
    known.current = new Map(nodes.map(node => [node.id, node]));
    return nodes;
  }, [steps, places, chosen, reachable, onChoose, onWalk, walkedTo]);
}

function nodeOf(position: Place, data: StepFlowNode['data']): StepFlowNode {
  const middle = { x: STEP_WIDTH / 2, width: 1, height: 1 };
  return {
    id: data.step.name,
    type: 'step',
    position,
    width: STEP_WIDTH,
    height: STEP_HEIGHT,
    handles: [
      { type: 'target', position: Position.Top, y: 0, ...middle },
      { type: 'source', position: Position.Bottom, y: STEP_HEIGHT, ...middle },
    ],
    data,
  };
}

function sameNode(one: StepFlowNode, other: StepFlowNode): boolean {
  return (
    one.position.x === other.position.x &&
    one.position.y === other.position.y &&
    one.data.step === other.data.step &&
    one.data.chosen === other.data.chosen &&
    one.data.reachable === other.data.reachable &&
    one.data.onChoose === other.data.onChoose &&
    one.data.onWalk === other.data.onWalk
  );
}

/** Edges too: choosing a step draws only the edges at it again. */
function useEdges(
  { needs }: StepGraph,
  placed: boolean,
  chosen: string | undefined,
): Edge[] {
  const known = useRef(new Map<string, Edge>());
  return useMemo(() => {
    if (!placed) return [];
    const edges = [...needs].flatMap(([target, sources]) =>
      sources.map(source => {
        const id = `${source}>${target}`;
        const className =
          source === chosen || target === chosen
            ? styles.edgeOfChosen
            : styles.edge;
        const before = known.current.get(id);
        return before?.className === className
          ? before
          : { id, source, target, className };
      }),
    );
    known.current = new Map(edges.map(edge => [edge.id, edge]));
    return edges;
  }, [needs, placed, chosen]);
}

function sizeOf(places: Places): Place {
  let x = 0;
  let y = 0;
  for (const place of places.values()) {
    x = Math.max(x, place.x + STEP_WIDTH);
    y = Math.max(y, place.y + STEP_HEIGHT);
  }
  return { x, y };
}

/** What was in the middle of the frame stays there when the frame gets another width. */
function keepInMiddle(
  flow: ReactFlowInstance<StepFlowNode, Edge>,
  frame: HTMLElement,
): () => void {
  let before = frame.clientWidth;
  const watch = new ResizeObserver(() => {
    const width = frame.clientWidth;
    if (width === before || width === 0) return;
    const { x, y, zoom } = flow.getViewport();
    if (before > 0) flow.setViewport({ x: x + (width - before) / 2, y, zoom });
    before = width;
  });
  watch.observe(frame);
  return () => watch.disconnect();
}

/** Moves the view only where the step lies outside of it. */
function reveal(
  flow: ReactFlowInstance<StepFlowNode, Edge>,
  frame: HTMLElement,
  at: Place,
): void {
  const { x, y, zoom } = flow.getViewport();
  const left = at.x * zoom + x;
  const top = at.y * zoom + y;
  const seen =
    left >= 0 &&
    top >= 0 &&
    left + STEP_WIDTH * zoom <= frame.clientWidth &&
    top + STEP_HEIGHT * zoom <= frame.clientHeight;
  if (seen || frame.clientWidth === 0) return;
  flow.setCenter(at.x + STEP_WIDTH / 2, at.y + STEP_HEIGHT / 2, { zoom });
}
