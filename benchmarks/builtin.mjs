// What a built-in step costs beyond its own work: laying out inputs, sealing outputs, durable records.
import fs from 'node:fs';
import path from 'node:path';
import {
  CLI,
  inTemporaryFolder,
  machine,
  median,
  root,
  timed,
} from './measure.mjs';

const file = path.join(root, 'examples/flight-delay/pipeline.yaml');

await inTemporaryFolder('trainyard-builtin-', folder => {
  const store = path.join(folder, 'store');
  const { stdout } = timed(process.execPath, [
    CLI,
    ...['run', file, '--store', store, '--json'],
  ]);
  const { runId, steps } = JSON.parse(stdout);
  console.log(machine());
  const added = steps.map(({ id }) => {
    const manifest = JSON.parse(
      fs.readFileSync(
        path.join(store, 'runs', runId, '1', id, '1.json'),
        'utf8',
      ),
    );
    const all =
      (Date.parse(manifest.ended_at) - Date.parse(manifest.started_at)) / 1000;
    const own = manifest.measurements.wall_seconds;
    const bytes = [
      ...Object.values(manifest.inputs),
      ...Object.values(manifest.outputs),
    ]
      .map(tree => treeBytes(store, tree))
      .reduce((sum, size) => sum + size, 0);
    console.log(
      `${id.padEnd(22)} own work ${own.toFixed(3)} s, beside it ${((all - own) * 1000).toFixed(0)} ms for ${(bytes / 1e6).toFixed(1)} MB in and out`,
    );
    return (all - own) * 1000;
  });
  console.log(
    `beside a step's own work: median ${median(added).toFixed(0)} ms, most ${Math.max(...added).toFixed(0)} ms`,
  );
});

function treeBytes(store, tree) {
  const { entries } = JSON.parse(
    fs.readFileSync(path.join(store, 'trees', `${tree}.json`), 'utf8'),
  );
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
