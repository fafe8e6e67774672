import ELK from 'elkjs/lib/elk-api';
import {
  STEP_HEIGHT,
  STEP_WIDTH,
  type Places,
  type StepGraph,
} from './stepGraph';

/** Lays the graph out with few crossings, off the main thread; the worker is a chunk of its own. */
export async function placeInWorker({
  steps,
  needs,
}: StepGraph): Promise<Places> {
  const elk = new ELK({
    workerFactory: () =>
      new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url)),
  });
  try {
    const { children = [] } = await elk.layout({
      id: 'steps',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'DOWN',
        'elk.spacing.nodeNode': '32',
        'elk.layered.spacing.nodeNodeBetweenLayers': '32',
        'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      },
      children: steps.map(id => ({
        id,
        width: STEP_WIDTH,
        height: STEP_HEIGHT,
      })),
      edges: [...needs].flatMap(([step, needed]) =>
        needed.map(need => ({
          id: `${need}>${step}`,
          sources: [need],
          targets: [step],
        })),
      ),
    });
    return new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  } finally {
    elk.terminateWorker();
  }
}
