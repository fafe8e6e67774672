// Small pipelines of shell, each with the end that it must come to.
import fs from 'node:fs';
import path from 'node:path';

const LOCK = `lock_version: 1
as_of:
  instant: 2001-07-02T00:00:00.000Z
  said_by: specification
sources: {}
`;

/** Longer than any test: such a step ends only by force. */
const LONG = 3600;

/**
 * What a run may be. `steps` are shell; `state` is how it must end, `done` which of its
 * steps are begun at least once.
 */
export const KINDS = {
  succeeds: {
    share: 6,
    state: 'succeeded',
    steps: { one: 'sleep 0.1', two: 'sleep 0.3', three: 'sleep 0.1' },
    done: ['one', 'two', 'three'],
  },
  fails: {
    share: 2,
    state: 'failed',
    steps: { one: 'sleep 0.1', two: 'sleep 0.2; exit 3', three: 'true' },
    done: ['one', 'two'],
  },
  blocks: {
    share: 2,
    state: 'blocked',
    steps: { one: 'sleep 0.1', two: 'sleep 0.1; exit 10' },
    done: ['one', 'two'],
  },
  /** Somebody stops it, in the queue or in the midst. */
  stops: {
    share: 2,
    state: 'stopped',
    steps: { one: 'sleep 0.1', two: `sleep ${LONG}` },
  },
  /** Its runner is killed in the second step; then somebody has it tried again. */
  loses: {
    share: 2,
    state: 'succeeded',
    steps: { one: 'sleep 0.1', two: 'sleep 1', three: 'sleep 0.1' },
    done: ['one', 'two', 'three'],
  },
};

export function drawKind(random) {
  const names = Object.keys(KINDS);
  let left = random() * names.reduce((sum, it) => sum + KINDS[it].share, 0);
  return names.find(name => (left -= KINDS[name].share) < 0) ?? names[0];
}

/**
 * Writes a pipeline whose steps no other run shares, so that none is adopted from
 * another one's results. Each step says on the pipe that it has begun: a command can
 * write no file but its own.
 */
export function writePipeline(place, name, { kind, token }) {
  const folder = path.join(place.pipelines, name);
  fs.mkdirSync(folder, { recursive: true });
  const steps = Object.entries(KINDS[kind].steps).map(
    ([step, work], index, all) => {
      const said = `echo ${token} ${step} > ${place.pipe}`;
      const made = `echo made > "$TRAINYARD_OUT/made/file"`;
      const before = all[index - 1]?.[0];
      return `  ${step}:
    command: [sh, -c, '${said}; ${made}; ${work}']
${before ? `    inputs: { before: ${before}/made }\n` : ''}    outputs: [made]
`;
    },
  );
  fs.writeFileSync(
    path.join(folder, 'pipeline.yaml'),
    `spec_version: 1
pipeline: ${name}
as_of: 2001-07-01
steps:
${steps.join('')}`,
  );
  fs.writeFileSync(path.join(folder, 'pipeline.lock'), LOCK);
}
