import type { ObjectStore } from '../../objects/objectStore';

/** The numbers n for which there is an object `<prefix><n><ending>`, ascending. */
export async function numberedDocuments(
  objects: ObjectStore,
  prefix: string,
  ending: '.json' | '.started.json' = '.json',
): Promise<number[]> {
  return numbersBelow(objects, prefix, ending);
}

/**
 * The numbers n for which there is an object `<prefix><n>/<document>`, ascending. A
 * writer that was killed may have left a folder without it.
 */
export async function numberedFolders(
  objects: ObjectStore,
  prefix: string,
  document: string,
): Promise<number[]> {
  const numbers: number[] = [];
  for (const n of await numbersBelow(objects, prefix, '/')) {
    const bytes = await objects.size(`${prefix}${n}/${document}`);
    if (bytes !== undefined) numbers.push(n);
  }
  return numbers;
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

async function numbersBelow(
  objects: ObjectStore,
  prefix: string,
  ending: string,
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
