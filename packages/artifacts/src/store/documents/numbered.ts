import type { ObjectStore } from '../../objects/objectStore';

/**
 * The numbers n for which an object `<prefix><n><ending>` exists, ascending. For
 * an ending `/`, a folder that holds nothing yet may be among them.
 */
export async function numbersBelow(
  objects: ObjectStore,
  prefix: string,
  ending: '.json' | '/',
): Promise<number[]> {
  const numbers: number[] = [];
  for await (const child of objects.children(prefix)) {
    const number = child.slice(0, -ending.length);
    if (child.endsWith(ending) && /^[1-9]\d*$/.test(number)) {
      numbers.push(Number(number));
    }
  }
  return numbers.sort((a, b) => a - b);
}

/**
 * Creates an object under the next free number. Whoever loses a number to another
 * writer takes the one after it.
 *
 * @returns the number
 */
export async function createNumbered(
  after: number,
  create: (n: number) => Promise<'created' | 'exists'>,
): Promise<number> {
  let n = after + 1;
  while ((await create(n)) === 'exists') n += 1;
  return n;
}
