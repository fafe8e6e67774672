import {
  canonicalJson,
  checksDocument,
  evaluationDocument,
  evidenceDigests,
  gatesDocument,
  gatesDocumentOf,
  modelVersionOf,
  registerModelParameters,
  type GatesDocument,
  type Verdict,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
} from '@trainyard/runner';
import { folderBytes } from '../stepFiles/folderBytes';
import { readJson, writeJson } from '../stepFiles/jsonFile';
import { inputFile, inputFolder, outputFile } from '../stepFiles/stepFiles';

/**
 * Registers the model as a version that is bound to its evidence by digest: a
 * candidate, or blocked for ever. Whether it passed is not taken on anybody's
 * word: it is judged again from what the gates judged.
 */
export const registerModel: BuiltinStep = {
  name: 'register-model',
  version: '1.0.0',
  run: async context => {
    const parameters = registerModelParameters.parse(context.parameters);
    const { model, dataset, checks, evaluation, gates, report, calibration } =
      context.inputDigests;
    const evidence = evidenceDigests.parse({
      model,
      dataset,
      checks,
      evaluation,
      gates,
      report,
      calibration,
    });
    const document = modelVersionOf(
      parameters,
      evidence,
      await judgedAgain(context),
    );
    await writeJson(
      outputFile(context, 'registration', 'model.json'),
      document,
    );
    const { name, version, stage } = document;
    context.log(`${name} ${version} is ${stage}`);
    return {
      outcome: 'done',
      names: [{ kind: 'model', name, version, output: 'registration' }],
    };
  },
};

/** @throws StepFailure where the gates' document does not follow from the evidence */
async function judgedAgain(context: StepContext): Promise<Verdict> {
  const stated = await readJson(
    inputFile(context, 'gates', 'gates.json'),
    gatesDocument,
  );
  const judged = gatesDocumentOf(stated.gates, {
    evaluation: await readJson(
      inputFile(context, 'evaluation', 'evaluation.json'),
      evaluationDocument,
    ),
    modelBytes: await folderBytes(inputFolder(context, 'model')),
    checks: await readJson(
      inputFile(context, 'checks', 'checks.json'),
      checksDocument,
    ),
  });
  if (canonicalJson(judged) !== canonicalJson(stated)) {
    throw new StepFailure(
      `gates.json does not follow from the evidence: it says ${words(stated)}, the evidence says ${words(judged)}. Run the gates again.`,
    );
  }
  return judged.verdict;
}

function words({ rules, verdict, results }: GatesDocument): string {
  const found = results.map(({ gate, status }) => `${gate} ${status}`);
  return `${verdict.verdict} by rules ${rules.version} (${found.join(', ')})`;
}
