import { appendFile, mkdir } from 'node:fs/promises';
import type { MetricPoint } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '../steps/builtinStep';
import type { LaidInputs, Performed, StepJob } from './stepJob';
import type { RunPorts } from './runPorts';
import { outputFolders } from './workFolder';

const BYTES_PER_GB = 1e9;

/**
 * Runs a step that is part of Trainyard, in this process. CPU time and memory
 * cannot be told apart from the runner's own there, so they are not measured.
 */
export async function performBuiltin(
  job: StepJob,
  laid: LaidInputs,
  outputFolder: string,
  ports: RunPorts,
): Promise<Performed> {
  const { step, folder } = job;
  const outputs = outputFolders(step, outputFolder);
  await Promise.all(
    Object.values(outputs).map(path => mkdir(path, { recursive: true })),
  );
  const metrics: MetricPoint[] = [];
  const log: string[] = [];
  const began = performance.now();
  const performed = (
    end: Pick<Performed, 'verdict' | 'because'> & Partial<Performed>,
  ): Performed => ({
    outputs,
    logical: {},
    names: [],
    metrics,
    measurements: {
      wall_seconds: (performance.now() - began) / 1000,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    isolation: [],
    exitCode: null,
    ...end,
  });
  try {
    const builtin = builtinOf(job, ports);
    const memory = step.resources.memory_gb;
    const end = await builtin.run({
      inputs: Object.fromEntries(
        [...laid].map(([name, input]) => [name, input.folder]),
      ),
      inputDigests: job.inputs,
      outputs,
      parameters: step.parameters,
      threads: ports.builtinThreads,
      ...(memory && { memoryBytes: memory * BYTES_PER_GB }),
      scratch: folder.scratch,
      log: line => {
        log.push(line);
        job.say(line);
      },
      metric: (name, value, at) =>
        metrics.push({ name, value, ...(at !== undefined && { step: at }) }),
      signal: ports.signal,
    });
    return end.outcome === 'done'
      ? performed({
          verdict: 'succeeded',
          because: [],
          logical: end.logical ?? {},
          names: end.names ?? [],
        })
      : performed({
          verdict: 'blocked',
          because: end.because,
          logical: end.logical ?? {},
        });
  } catch (error) {
    if (error instanceof StepFailure) {
      return performed({ verdict: 'failed', because: [error.message] });
    }
    if (ports.signal.aborted) {
      return performed({ verdict: 'failed', because: ['the run was stopped'] });
    }
    // A fault of ours: the log keeps where, the person is told what.
    log.push(error instanceof Error ? `${error.stack}` : String(error));
    return performed({
      verdict: 'failed',
      because: [
        `${step.name} broke: ${error instanceof Error ? error.message : error}. Its log has the details.`,
      ],
    });
  } finally {
    if (log.length > 0) await appendFile(folder.log, `${log.join('\n')}\n`);
  }
}

function builtinOf({ step }: StepJob, { builtins }: RunPorts) {
  const { name = '', version = '' } = step.builtin ?? {};
  const builtin = builtins.get(name);
  if (!builtin || builtin.version !== version) {
    throw new StepFailure(
      `the plan asks for ${name} ${version}, found ${builtin?.version ?? 'none'}. ` +
        'Run it with the release of Trainyard that compiled the plan.',
    );
  }
  return builtin;
}
