import type { BuiltinStep } from '@trainyard/runner';
import { calibratePredictions } from './calibration/calibratePredictions';
import { checkDataset } from './checks/checkDataset';
import { materializeDataset } from './dataset/materializeDataset';
import { evaluateModel } from './evaluation/evaluateModel';
import { runValidationGates } from './gates/runValidationGates';
import { registerModel } from './registration/registerModel';
import { publishReport } from './report/publishReport';
import { scoreModel } from './scoring/scoreModel';
import { splitDataset } from './split/splitDataset';

export interface BuiltinOptions {
  /** How to start this program as the sandbox of a team's SQL. */
  readonly sandboxCommand: readonly string[];
}

/** Every built-in step, by name. */
export function builtinSteps(
  _options: BuiltinOptions,
): ReadonlyMap<string, BuiltinStep> {
  const steps = [
    materializeDataset,
    splitDataset,
    checkDataset,
    scoreModel,
    calibratePredictions,
    evaluateModel,
    runValidationGates,
    publishReport,
    registerModel,
  ];
  return new Map(steps.map(step => [step.name, step]));
}

/** Their versions, which are a part of every plan. */
export function builtinVersions(): ReadonlyMap<string, string> {
  const steps = builtinSteps({ sandboxCommand: [] });
  return new Map([...steps].map(([name, { version }]) => [name, version]));
}
