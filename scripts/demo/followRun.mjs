// Tells of a run in plain lines while it goes on, and sums it up.
import { say } from '../toolchain.mjs';

const ENDED = ['failed', 'blocked', 'stopped', 'succeeded'];
const OPEN = ['waiting', 'running'];

/** @returns the run as it ended */
export async function followRun(api, id) {
  const told = new Set();
  const tell = line => {
    if (!told.has(line)) say(line);
    told.add(line);
  };
  for (;;) {
    const run = await api.get(`/api/ml-training/v1/runs/${id}`);
    const [attempt] = run.attempts.slice(-1);
    if (attempt?.pending) tell(`  waits: ${attempt.pending}`);
    for (const step of run.stepViews) {
      if (!OPEN.includes(step.state)) tell(lineOf(step));
    }
    if (run.state === 'lost') tell(`  lost: ${run.because}`);
    if (ENDED.includes(run.state)) return run;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

function lineOf({ name, state, seconds, because }) {
  const took = seconds === null ? '' : `  ${seconds.toFixed(1)} s`;
  const why = because.length === 0 ? '' : `  (${because.join('; ')})`;
  return `  ${name.padEnd(24)} ${state}${took}${why}`;
}

/** What a person wants to know of it first. */
export function sayRun(run, page) {
  const { state, because, headline, gates, model, dataset } = run;
  say(`the run ${state}${because ? `: ${because}` : ''}`);
  if (headline) say(`  ${headline.metric} ${headline.value.toPrecision(4)}`);
  if (gates) say(`  gates: ${gates.passed} of ${gates.total} passed`);
  if (model) {
    say(
      `  model ${model.name}${model.version === null ? '' : `, version ${model.version}`}`,
    );
  }
  if (dataset) say(`  dataset ${dataset.name}, version ${dataset.version}`);
  for (const { what, measured, expected } of run.troubles) {
    say(
      `  ${what}${measured === null ? '' : `: measured ${measured}`}${expected === null ? '' : `, expected ${expected}`}`,
    );
  }
  say(page);
}
