import { join } from 'node:path';
import { fetchInput, type LaidInput } from './fetchInputs';
import { performBuiltin } from './performBuiltin';
import { performCommand } from './performCommand';
import type { RunPorts } from './runPorts';
import type { LaidInputs, Performed, StepJob } from './stepJob';

/**
 * Fetches the inputs and does the work. Everything that is wrong with the step
 * itself comes back as a verdict; what is thrown is wrong with this machine or
 * the store.
 */
export async function performStep(
  job: StepJob,
  ports: RunPorts,
): Promise<Performed> {
  const { step, folder } = job;
  const laid = new Map<string, LaidInput>();
  for (const [name, tree] of Object.entries(job.inputs)) {
    const kept = step.command ? undefined : job.kept.find(tree);
    const to = join(folder.inputs, name);
    laid.set(
      name,
      kept === undefined
        ? await fetchInput(ports.store, ports.sources, tree, to)
        : { folder: kept, entries: [] },
    );
  }
  if (!step.command) return performBuiltin(job, laid, folder.outputs, ports);

  const command = await performCommand(job, laid, ports);
  if (!step.builtin || command.verdict !== 'succeeded') return command;
  return lookAt(job, laid, command, ports);
}

/**
 * A built-in beside a command judges what the command wrote and writes the
 * outputs in its place, so that nothing unseen is sealed.
 */
async function lookAt(
  job: StepJob,
  laid: LaidInputs,
  command: Performed,
  ports: RunPorts,
): Promise<Performed> {
  const { step, folder } = job;
  const [output] = step.outputs;
  const raw: LaidInput = { folder: command.outputs[output], entries: [] };
  const builtin = await performBuiltin(
    job,
    new Map([...laid, ['raw', raw]]),
    folder.judged,
    ports,
  );
  return {
    ...command,
    verdict: builtin.verdict,
    because: builtin.because,
    outputs: builtin.outputs,
    logical: builtin.logical,
    metrics: [...command.metrics, ...builtin.metrics],
    measurements: {
      ...command.measurements,
      wall_seconds:
        command.measurements.wall_seconds + builtin.measurements.wall_seconds,
    },
  };
}
