import { judgeOutputs } from './judgeOutputs';
import { layInputs } from './layInputs';
import { performBuiltin } from './performBuiltin';
import { performCommand } from './performCommand';
import type { RunPorts } from './runPorts';
import type { Performed, StepJob } from './stepJob';

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
  if (!step.command) {
    const laid = await layInputs(job, ports, tree => job.kept.find(tree));
    return performBuiltin(job, laid, folder.outputs, ports);
  }
  const laid = await layInputs(job, ports);
  const command = await performCommand(job, laid, ports);
  return step.builtin && command.verdict === 'succeeded'
    ? judgeOutputs(job, laid, command, ports)
    : command;
}
