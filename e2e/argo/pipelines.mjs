// Pipelines of the tests on a cluster, written when the images have their digests.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { at } from '../../scripts/toolchain.mjs';

const CLI = at('packages', 'cli', 'dist', 'trainyard.mjs');

/** Twenty lines, one a second; the word keeps one pipeline's work from being another's. */
const counting = word =>
  `for i in $(seq 20); do echo "line $i"; sleep 1; done; echo ${word} > "$TRAINYARD_OUT/made/file"`;

/** Steps of a pipeline by name: what each runs in a shell, and what else is said of it. */
const SCRIPTS = {
  // Two commands, so that what one left is sealed for the other.
  chain: {
    one: { script: 'echo one; echo 1 > "$TRAINYARD_OUT/made/file"' },
    two: {
      script:
        'cat "$TRAINYARD_IN/one/file"; echo 2 > "$TRAINYARD_OUT/made/file"',
      inputs: { one: 'one/made' },
    },
  },
  // Holds 150 MB in the shell itself, which then is what the kernel ends.
  hungry: {
    eat: {
      script:
        'x=$(head -c 150000000 /dev/zero | tr "\\0" a); echo "${#x}" > "$TRAINYARD_OUT/made/file"',
      resources: { memory_gb: 0.1 },
    },
  },
  // The first time it keeps a checkpoint and waits to be cut off; whoever cuts it off is
  // answered by a late write. The second time it goes on.
  resumed: {
    train: {
      script: [
        'if [ -f "$TRAINYARD_CHECKPOINT/latest/epoch" ]; then',
        '  cat "$TRAINYARD_CHECKPOINT/latest/epoch" > "$TRAINYARD_OUT/made/file"; exit 0',
        'fi',
        'mkdir "$TRAINYARD_CHECKPOINT/.7"; echo 7 > "$TRAINYARD_CHECKPOINT/.7/epoch"',
        'mv "$TRAINYARD_CHECKPOINT/.7" "$TRAINYARD_CHECKPOINT/7"',
        'late() { echo late > "$TRAINYARD_OUT/made/file"; exit 0; }; trap late TERM',
        'echo waiting; while :; do sleep 0.2; done',
      ].join('\n'),
      retries: 1,
    },
  },
  quick: { make: { script: 'echo 1 > "$TRAINYARD_OUT/made/file"' } },
  // Names a Secret that the cluster does not have.
  secretless: { wait: { script: 'true', secrets: { WORD: 'NO_SUCH_WORD' } } },
  sleeping: { sleep: { script: 'echo asleep; exec sleep 600' } },
  slow: { count: { script: counting('slow') } },
  slower: { count: { script: counting('slower') } },
  brief: { make: { script: 'echo brief > "$TRAINYARD_OUT/made/file"' } },
  calm: { make: { script: 'sleep 3; echo calm > "$TRAINYARD_OUT/made/file"' } },
  // More processors than any node of a test has.
  vast: {
    wait: { script: 'true', resources: { cpu: 500 } },
  },
  blocking: {
    decide: { script: 'echo "not good enough"; exit 10', retries: 2 },
    after: { script: 'true', needs: ['decide'] },
  },
  failing: {
    fail: { script: 'echo "no such column: origin" >&2; exit 3' },
  },
  // Each of two workers tells the other's number.
  pair: {
    meet: {
      script: [
        'test "$TRAINYARD_WORLD_SIZE" = 2 || exit 4',
        'echo "worker $TRAINYARD_RANK"; cat "$TRAINYARD_WORKERS"',
        'cp "$TRAINYARD_WORKERS" "$TRAINYARD_OUT/made/workers.json"',
      ].join('\n'),
      workers: 2,
    },
  },
  secretive: {
    whisper: {
      script:
        'test -n "$WORD" || exit 4; echo "the word is $WORD"; env | grep -c AWS_ && exit 5; test -e /var/run/secrets/kubernetes.io && exit 6; echo ok > "$TRAINYARD_OUT/made/file"',
      secrets: { WORD: 'TEST_WORD' },
    },
  },
  // What Argo would take for a template of its own.
  quoting: {
    say: {
      script:
        'printf %s \'{{workflow.name}} {{=1+1}} $(HOME) $$ ${PATH}\' > "$TRAINYARD_OUT/made/file"',
    },
  },
};

/** Names of all of them; `flight-delay` and `flight-delay-apart` beside. */
export const PIPELINES = Object.keys(SCRIPTS);

function stepText(name, { script, secrets: _, ...rest }, image) {
  return [
    `  ${name}:`,
    `    command: ${JSON.stringify(['sh', '-c', script])}`,
    '    outputs: [made]',
    `    runtime: { container_image: ${JSON.stringify(image)} }`,
    ...Object.entries(rest).map(
      ([key, value]) => `    ${key}: ${JSON.stringify(value)}`,
    ),
  ].join('\n');
}

function specificationText(name, steps, image) {
  const secrets = Object.assign(
    {},
    ...Object.values(steps).map(step => step.secrets ?? {}),
  );
  return [
    'spec_version: 1',
    `pipeline: ${name}`,
    'as_of: 2001-07-01',
    ...(Object.keys(secrets).length > 0
      ? [
          `secrets: ${JSON.stringify(Object.fromEntries(Object.entries(secrets).map(([variable, env]) => [variable, { env }])))}`,
        ]
      : []),
    'steps:',
    ...Object.entries(steps).map(([step, it]) => stepText(step, it, image)),
    '',
  ].join('\n');
}

const componentOf = name => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  annotations: { trainyard.dev/specification: ${name}/pipeline.yaml }
spec: { type: training-pipeline, lifecycle: experimental, owner: user:default/guest }
`;

function run(...args) {
  const { status, stderr, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
}

/** The example, in the image that holds what its requirements name. */
function layOutFlights(folder, image) {
  run(at('examples', 'flight-delay', 'prepare.mjs'));
  fs.cpSync(at('examples', 'flight-delay'), folder, { recursive: true });
  const training = path.join(folder, 'training.yaml');
  const text = fs
    .readFileSync(training, 'utf8')
    .replace(
      'runtime:\n',
      `runtime:\n  container_image: ${JSON.stringify(image)}\n`,
    )
    // Of the two processors of a small machine the pods beside it need some.
    .replace('cpu: 2,', 'cpu: 1,');
  fs.writeFileSync(training, text);
  for (const [from, to] of [
    ['owner: group:default/flight-operations', 'owner: user:default/guest'],
  ]) {
    const file = path.join(folder, 'pipeline.yaml');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to));
  }
}

/** @returns the file of the catalog that names them all */
export function layOutPipelines(folder, images) {
  for (const [name, steps] of Object.entries(SCRIPTS)) {
    const file = path.join(folder, name, 'pipeline.yaml');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, specificationText(name, steps, images.shell));
    run(CLI, 'pin', file);
  }
  layOutFlights(path.join(folder, 'flight-delay'), images.training);
  run(CLI, 'pin', path.join(folder, 'flight-delay', 'pipeline.yaml'));
  const catalog = path.join(folder, 'catalog-info.yaml');
  fs.writeFileSync(
    catalog,
    [...PIPELINES, 'flight-delay'].map(componentOf).join('---\n'),
  );
  return catalog;
}
