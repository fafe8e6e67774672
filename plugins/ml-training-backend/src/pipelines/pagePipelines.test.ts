import fc from 'fast-check';
import { QueryError } from '../runs/runStore';
import { pagePipelines } from './pagePipelines';
import type { CatalogPipeline } from './pipelineCatalog';

function pipeline(name: string, namespace = 'default'): CatalogPipeline {
  return {
    entity: `component:${namespace}/${name.toLowerCase()}`,
    name,
    title: null,
    description: null,
    owner: 'group:default/rail',
    annotation: null,
    location: null,
  };
}

describe('pages of pipelines', () => {
  it('give each pipeline once forwards, and the same pages backwards', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-zA-Z]{1,3}$/), {
          selector: name => name.toLowerCase(),
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 7 }),
        (names, limit) => {
          const all = names.map(name => pipeline(name));
          const pages = [pagePipelines(all, undefined, limit)];
          for (let next = pages[0].next; next;) {
            const page = pagePipelines(all, next, limit);
            pages.push(page);
            next = page.next;
          }
          const seen = pages.flatMap(({ items }) => items.map(it => it.name));
          expect([...seen].sort()).toEqual([...names].sort());
          expect(pages[0].previous).toBeNull();
          const backwards = pages
            .slice(1)
            .map(({ previous }) => pagePipelines(all, previous ?? '', limit));
          expect(backwards.map(({ items }) => items)).toEqual(
            pages.slice(0, -1).map(({ items }) => items),
          );
        },
      ),
    );
  });

  it('go on where they were when the pipeline at the border is gone', () => {
    const all = ['a', 'b', 'c', 'd'].map(name => pipeline(name));
    const { next } = pagePipelines(all, undefined, 2);
    const without = all.filter(({ name }) => name !== 'b');
    const page = pagePipelines(without, next ?? '', 2);
    expect(page.items.map(({ name }) => name)).toEqual(['c', 'd']);
  });

  it.each(['x', '', 'e30', Buffer.from('{"after":1}').toString('base64url')])(
    'refuse a cursor that was tampered with: %j',
    cursor => {
      expect(() => pagePipelines([], cursor)).toThrow(QueryError);
    },
  );
});
