/** What lies at a key, in words, such as `step manifest`; for those who watch writes. */
export function kindOfKey(key: string): string {
  const found = KINDS.find(([shape]) => shape.test(key));
  return found ? found[1] : key.slice(0, key.indexOf('/'));
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^blobs\//, 'blob'],
  [/^trees\//, 'tree'],
  [/^names\//, 'name'],
  [/^results\//, 'result'],
  [/^runs\/[^/]+\/run\.json$/, 'run'],
  [/^runs\/[^/]+\/\d+\/begun\.json$/, 'attempt begun'],
  [/^runs\/[^/]+\/\d+\/end\.json$/, 'attempt end'],
  [/^runs\/[^/]+\/\d+\/[^/]+\/\d+\.started\.json$/, 'step begun'],
  [/^runs\/[^/]+\/\d+\/[^/]+\/\d+\.json$/, 'step manifest'],
  [/^runs\/[^/]+\/\d+\/[^/]+\/\d+\.live\/\d+\.json$/, 'live points'],
  [/^checkpoints\/[^/]+\/epochs\//, 'checkpoint claim'],
  [/^checkpoints\//, 'checkpoint'],
  [/^journal\//, 'journal'],
];
