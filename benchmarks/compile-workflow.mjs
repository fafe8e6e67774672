// A plan of 500 steps to a Workflow: how long the compiling takes, and how large the object is.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inTemporaryFolder, machine, root } from './measure.mjs';

const STEPS = 500;
const ROUNDS = Number(process.env.ROUNDS ?? 200);
const BAR_MS = 50;

/** Commands in chains of ten that come together at the end, and a built-in step after each chain. */
function planOf(command, builtin) {
  const chain = 10;
  return Array.from({ length: STEPS }, (_, i) => {
    const before = `step-${i - 1}`;
    if (i === STEPS - 1) {
      const ends = Array.from({ length: i }, (__, j) => j).filter(
        j => j % chain === chain - 1,
      );
      return builtin(
        `step-${i}`,
        ends.map(j => `step-${j}`),
      );
    }
    if (i % chain === chain - 1) return builtin(`step-${i}`, [before]);
    return command(`step-${i}`, i % chain === 0 ? [] : [before]);
  });
}

await inTemporaryFolder('trainyard-compile-', async folder => {
  const outfile = path.join(folder, 'manifest.cjs');
  await build({
    stdin: {
      contents: `export * from './packages/argo-manifest/src';
        export * from './packages/argo-manifest/src/testing/plans';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    logLevel: 'warning',
  });
  const { builtin, command, compileWorkflow, ...made } = createRequire(
    import.meta.url,
  )(outfile);
  const settings = made.settingsOf();
  console.log(machine());
  const shapes = {
    'chains of commands': planOf(command, builtin),
    'one chain of commands': Array.from({ length: STEPS }, (_, i) =>
      command(`step-${i}`, i === 0 ? [] : [`step-${i - 1}`]),
    ),
  };
  for (const [name, steps] of Object.entries(shapes)) {
    const submission = made.submissionOf(made.planOf(steps));
    let workflow;
    const times = [];
    let spent;
    for (let round = -20; round < ROUNDS; round++) {
      if (round === 0) spent = process.cpuUsage();
      const began = performance.now();
      workflow = compileWorkflow(submission, settings);
      // The first rounds are the compiler's of JavaScript.
      if (round >= 0) times.push(performance.now() - began);
    }
    const { user, system } = process.cpuUsage(spent);
    const cpu = (user + system) / 1000 / ROUNDS;
    times.sort((a, b) => a - b);
    const at = share => times[Math.floor((times.length - 1) * share)];
    const kilobytes = JSON.stringify(workflow).length / 1024;
    console.log(
      `${STEPS} steps, ${name.padEnd(22)} p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms (bar ${BAR_MS} ms), CPU ${cpu.toFixed(1)} ms; ${kilobytes.toFixed(0)} KiB`,
    );
  }
});
