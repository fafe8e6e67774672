import { placeInLayers } from './placeInLayers';
import { stepGraph } from './stepGraph';
import { walkGraph } from './walkGraph';

/**
 *        read
 *       /    \
 *   labels  features     alone
 *       \    /
 *       join
 */
const graph = stepGraph([
  { name: 'read', needs: [] },
  { name: 'labels', needs: ['read'] },
  { name: 'features', needs: ['read', 'unknown'] },
  // That it needs `read` too goes without saying.
  { name: 'join', needs: ['labels', 'read', 'features'] },
  { name: 'alone', needs: [] },
]);
const places = placeInLayers(graph);

describe('walkGraph', () => {
  it.each([
    ['ArrowDown', 'read', 'labels'],
    ['ArrowDown', 'features', 'join'],
    ['ArrowUp', 'features', 'read'],
    ['ArrowRight', 'labels', 'features'],
    ['ArrowLeft', 'features', 'labels'],
    ['Home', 'join', 'read'],
    ['End', 'read', 'alone'],
  ] as const)('%s leads from %s to %s', (key, from, to) => {
    expect(walkGraph(graph, places, from, key)).toBe(to);
  });

  it.each([
    ['ArrowUp', 'read'],
    ['ArrowDown', 'join'],
    ['ArrowLeft', 'labels'],
    ['ArrowRight', 'read'],
    ['ArrowDown', 'alone'],
  ] as const)('%s stays at %s, where no edge leads', (key, from) => {
    expect(walkGraph(graph, places, from, key)).toBe(from);
  });
});

describe('stepGraph', () => {
  it('leaves out what another need implies, and steps that are not there', () => {
    expect(graph.needs.get('join')).toEqual(['labels', 'features']);
    expect(graph.neededBy.get('read')).toEqual(['labels', 'features']);
  });
});

describe('placeInLayers', () => {
  it('puts every step below all it needs, and no two on one place', () => {
    for (const [step, needs] of graph.needs) {
      for (const need of needs) {
        expect(places.get(step)?.y).toBeGreaterThan(places.get(need)?.y ?? 0);
      }
    }
    const taken = [...places.values()].map(({ x, y }) => `${x}:${y}`);
    expect(new Set(taken).size).toBe(graph.steps.length);
  });
});
