import { useEffect, useMemo, useState } from 'react';
import { placeInLayers } from './placeInLayers';
import { type Places, type StepGraph } from './stepGraph';

export type PlaceSteps = (graph: StepGraph) => Promise<Places>;

/** Where the steps are drawn; undefined until it is known. Laid out again only when the graph changes. */
export function usePlaces(
  graph: StepGraph,
  place: PlaceSteps = inWorkerOrLayers,
): Places | undefined {
  const text = JSON.stringify([...graph.needs]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- equal text, equal graph
  const steady = useMemo(() => graph, [text]);
  const [known, setKnown] = useState<{
    readonly of: StepGraph;
    readonly places: Places;
  }>();
  useEffect(() => {
    let gone = false;
    place(steady)
      .catch(() => placeInLayers(steady))
      .then(places => {
        if (!gone) setKnown({ of: steady, places });
      });
    return () => {
      gone = true;
    };
  }, [steady, place]);
  return known?.of === steady ? known.places : undefined;
}

/** A browser without workers, or a policy that forbids them, gets the simple layout. */
async function inWorkerOrLayers(graph: StepGraph): Promise<Places> {
  if (typeof Worker === 'undefined') return placeInLayers(graph);
  const { placeInWorker } = await import('./placeInWorker');
  return placeInWorker(graph);
}
