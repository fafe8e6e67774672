import { useRef } from 'react';

/** Items that say the same as before stay the same objects, so that only what changed is drawn again. */
export function useSteady<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Item[] {
  const before = useRef({
    items,
    known: new Map<string, { readonly text: string; readonly item: Item }>(),
    result: items,
    first: true,
  });
  if (before.current.items !== items || before.current.first) {
    const known = new Map(
      items.map(item => {
        const key = keyOf(item);
        const text = JSON.stringify(item);
        const old = before.current.known.get(key);
        return [key, old?.text === text ? old : { text, item }];
      }),
    );
    const result = items.map(item => known.get(keyOf(item))?.item ?? item);
    const last = before.current.result;
    const same =
      last.length === result.length &&
      last.every((item, i) => item === result[i]);
    before.current = {
      items,
      known,
      result: same ? last : result,
      first: false,
    };
  }
  return before.current.result;
}
