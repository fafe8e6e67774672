import type { LaidInput } from './fetchInputs';
import { performBuiltin } from './performBuiltin';
import type { RunPorts } from './runPorts';
import type { LaidInputs, Performed, StepJob } from './stepJob';

/**
 * A built-in beside a command judges what the command wrote and writes the
 * outputs in its place, so that nothing unseen is sealed.
 */
export async function judgeOutputs(
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
