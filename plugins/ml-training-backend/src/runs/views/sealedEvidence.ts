import { ArtifactError, type ArtifactStore } from '@trainyard/artifacts';
import {
  calibrationDocument,
  checksDocument,
  evaluationDocument,
  gatesDocument,
  judgeEvidence,
  modelVersionDocument,
  profileDocument,
  requiredOf,
  splitDocument,
  type Digest,
  type Judgement,
  type Plan,
} from '@trainyard/backstage-plugin-ml-training-common';
import { readArtifactFile } from '@trainyard/runner';
import type { z } from 'zod';

/** Which step makes what; of the built-ins only their own word counts, whatever a step is called. */
const MAKERS = {
  profile: 'validate-input-data',
  dataset: 'materialize-dataset',
  split: 'split-dataset',
  checks: 'check-dataset',
  model: 'train-model',
  calibration: 'calibrate-predictions',
  evaluation: 'evaluate-model',
  gates: 'run-validation-gates',
  report: 'publish-report',
  registration: 'register-model',
} as const;
type Kind = keyof typeof MAKERS;

const DOCUMENTS = {
  profile: profileDocument,
  split: splitDocument,
  checks: checksDocument,
  calibration: calibrationDocument,
  evaluation: evaluationDocument,
  gates: gatesDocument,
} as const;

type Documents = {
  readonly [Name in keyof typeof DOCUMENTS]?: z.output<
    (typeof DOCUMENTS)[Name]
  >;
};

/** What a run sealed for those who decide; what is absent was skipped or cannot be read. */
export interface SealedEvidence extends Documents {
  /** Trees by kind. */
  readonly digests: Readonly<Partial<Record<Kind, Digest>>>;
  readonly registration?: z.output<typeof modelVersionDocument>;
  readonly modelBytes?: number;
  /** A sentence for each document that is damaged or in a form that is not known here. */
  readonly unreadable: readonly string[];
}

/**
 * Reads the documents of an attempt, verified by digest.
 *
 * @param outputsOf - what a step of the plan sealed
 * @throws StoreError where the store cannot be asked; what is damaged is told in the answer
 */
export async function readEvidence(
  store: ArtifactStore,
  plan: Plan,
  outputsOf: (step: string) => Readonly<Record<string, Digest>> | undefined,
): Promise<SealedEvidence> {
  const digests = digestsOf(plan, outputsOf);
  const unreadable: string[] = [];
  const read = async <Document>(
    kind: Kind,
    shape: z.ZodType<Document>,
    file = `${kind}.json`,
  ): Promise<Document | undefined> => {
    const tree = digests[kind];
    if (!tree) return undefined;
    const found = await readDocument(store, tree, file, shape);
    if ('document' in found) return found.document;
    unreadable.push(found.unreadable);
    return undefined;
  };
  return {
    digests,
    profile: await read('profile', DOCUMENTS.profile),
    split: await read('split', DOCUMENTS.split),
    checks: await read('checks', DOCUMENTS.checks),
    calibration: await read('calibration', DOCUMENTS.calibration),
    evaluation: await read('evaluation', DOCUMENTS.evaluation),
    gates: await read('gates', DOCUMENTS.gates),
    registration: await read(
      'registration',
      modelVersionDocument,
      'model.json',
    ),
    modelBytes: await sizeOf(store, digests.model, unreadable),
    unreadable,
  };
}

/** The verdicts as they are recomputed here. */
export function judgeSealed(plan: Plan, sealed: SealedEvidence): Judgement {
  const { checks, gates, evaluation, modelBytes } = sealed;
  return judgeEvidence({
    required: requiredOf(plan),
    ...(checks && { checks }),
    ...(gates && { gates }),
    ...(evaluation && { evaluation }),
    ...(modelBytes !== undefined && { modelBytes }),
  });
}

function digestsOf(
  { steps }: Plan,
  outputsOf: (step: string) => Readonly<Record<string, Digest>> | undefined,
): Partial<Record<Kind, Digest>> {
  const kinds = Object.keys(MAKERS) as Kind[];
  return Object.fromEntries(
    kinds.flatMap(kind => {
      const maker = steps.find(
        ({ name, builtin }) =>
          name === MAKERS[kind] &&
          (kind === 'model' || builtin?.name === MAKERS[kind]),
      );
      const tree = maker && outputsOf(maker.name)?.[kind];
      return tree ? [[kind, tree]] : [];
    }),
  );
}

async function readDocument<Document>(
  store: ArtifactStore,
  tree: Digest,
  file: string,
  shape: z.ZodType<Document>,
): Promise<{ document: Document } | { unreadable: string }> {
  let content: Buffer | undefined;
  try {
    content = await readArtifactFile(store, tree, file);
  } catch (error) {
    return { unreadable: damage(file, error) };
  }
  if (!content) return { unreadable: `${file} is not in its artifact.` };
  const json = parsedJson(content);
  const parsed = json && shape.safeParse(json.value);
  return parsed?.success
    ? { document: parsed.data }
    : { unreadable: `${file} is in a form that is not known here.` };
}

function parsedJson(content: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(content.toString('utf8')) };
  } catch {
    return undefined;
  }
}

async function sizeOf(
  store: ArtifactStore,
  tree: Digest | undefined,
  unreadable: string[],
): Promise<number | undefined> {
  if (!tree) return undefined;
  try {
    const entries = await store.trees.entries(tree);
    return entries.reduce((sum, { bytes }) => sum + bytes, 0);
  } catch (error) {
    unreadable.push(damage('The model', error));
    return undefined;
  }
}

/** @throws whatever is not about the artifact: a store that cannot be asked says nothing of what is in it */
function damage(what: string, error: unknown): string {
  if (error instanceof ArtifactError) {
    return `${what} cannot be read: it is ${error.problem}.`;
  }
  throw error;
}
