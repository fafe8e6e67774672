/**
 * What the tasks of the graph are called: as their pods, but for names that mean
 * something else where Argo evaluates `depends`, or that begin with a digit.
 */
export function taskNames(pods: readonly string[]): Map<string, string> {
  const plain = pods.filter(name => !needsPrefix(name));
  const taken = new Set(plain);
  const names = new Map(plain.map(name => [name, name]));
  for (const name of pods) {
    if (names.has(name)) continue;
    let task = `step-${name}`;
    for (let n = 2; taken.has(task); n++) task = `step-${name}-${n}`;
    taken.add(task);
    names.set(name, task);
  }
  return names;
}

function needsPrefix(name: string): boolean {
  return /^[0-9]/.test(name) || RESERVED.has(name);
}

/** Words and functions of expr-lang 1.17 that have no capital letter. */
const RESERVED = new Set(
  (
    'true false nil not in and or matches contains let if else all none any one filter map find ' +
    'count sum reduce len type abs ceil floor round int float string trim upper lower split ' +
    'replace repeat join max min mean median now duration date timezone first last get take keys ' +
    'values reverse uniq concat flatten sort bitand bitor bitxor bitnand bitnot bitshl bitshr bitushr'
  ).split(' '),
);
