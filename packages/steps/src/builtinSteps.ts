import type { BuiltinStep } from '@trainyard/runner';
import { calibratePredictions } from './calibration/calibratePredictions';
import { checkDataset } from './checks/checkDataset';
import { materializeDataset } from './dataset/materializeDataset';
import { buildFeatures } from './features/buildFeatures';
import { evaluateModel } from './evaluation/evaluateModel';
import { runValidationGates } from './gates/runValidationGates';
import { validateInputData } from './inputs/validateInputData';
import { buildLabels } from './labels/buildLabels';
import { registerModel } from './registration/registerModel';
import { publishReport } from './report/publishReport';
import { scoreModel } from './scoring/scoreModel';
import { splitDataset } from './split/splitDataset';
import { buildTables } from './tables/buildTables';

export interface BuiltinOptions {
  /** How to start this program as the sandbox of a team's SQL. */
  readonly sandboxCommand: readonly string[];
}

/** Every built-in step, by name. */
export function builtinSteps({
  sandboxCommand,
}: BuiltinOptions): ReadonlyMap<string, BuiltinStep> {
  const steps = [
    validateInputData,
    buildTables(sandboxCommand),
    buildLabels,
    buildFeatures(sandboxCommand),
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
