import {
  attemptEnd,
  runRecord,
  stepManifest,
  stepResult,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { z } from 'zod';
import { ArtifactError } from '../store/artifactError';
import {
  checkpointDocument,
  claimDocument,
} from '../store/checkpoints/checkpointDocuments';
import { parseDocument } from '../store/documents/readDocument';
import { journalEvent } from '../store/journal/journalEvent';
import { kindOfKey } from '../store/kindOfKey';
import { layout } from '../store/layout';
import { nameDocument } from '../store/names/nameRoom';
import { attemptBegun, stepBegun } from '../store/runs/begunDocuments';
import { livePoints } from '../store/runs/livePoints';

/** What must be in the store because a document says so. */
export interface References {
  readonly trees: readonly Digest[];
  readonly blobs: readonly Digest[];
}

/**
 * Reads a document for what it names. Inputs of a step are not among it: a source
 * may be pinned by its digest alone and kept elsewhere.
 *
 * @throws ArtifactError where it is not the document that its key promises
 */
export function referencesOf(key: string, bytes: Uint8Array): References {
  const read = READERS[kindOfKey(key)];
  if (!read) {
    throw new ArtifactError(
      'unreadable',
      key,
      `${key} is nothing that Trainyard writes there. Remove it, or update Trainyard.`,
    );
  }
  return read(key, bytes);
}

type Reader = (key: string, bytes: Uint8Array) => References;

/**
 * @param liesBelow - what the key of such a document starts with: one that was
 *   copied to another key speaks for what it is not
 */
function reader<T extends object>(
  schema: z.ZodType<T>,
  liesBelow: (document: T) => string,
  names: (document: T) => Partial<References> = () => ({}),
): Reader {
  return (key, bytes) => {
    const document = parseDocument(key, bytes, schema);
    const place = liesBelow(document);
    if (!key.startsWith(place)) {
      throw new ArtifactError(
        'unreadable',
        key,
        `${key} holds a document that belongs below ${place}. Remove it.`,
      );
    }
    return { trees: [], blobs: [], ...names(document) };
  };
}

const READERS: Readonly<Record<string, Reader | undefined>> = {
  name: reader(
    nameDocument,
    () => layout.names,
    ({ tree }) => ({ trees: [tree] }),
  ),
  result: reader(
    stepResult,
    ({ identity }) => layout.resultsOf(identity),
    ({ outputs }) => ({ trees: Object.values(outputs) }),
  ),
  run: reader(
    runRecord,
    ({ run }) => layout.runRecord(run),
    ({ bundle, plan }) => ({ trees: [bundle], blobs: [plan] }),
  ),
  'attempt begun': reader(attemptBegun, ({ run, attempt }) =>
    layout.attemptBegun(run, attempt),
  ),
  'attempt end': reader(attemptEnd, ({ run, attempt }) =>
    layout.attemptEnd(run, attempt),
  ),
  'step begun': reader(stepBegun, begun =>
    layout.stepBegun(begun.run, begun.attempt, begun.step, begun.try),
  ),
  'step manifest': reader(
    stepManifest,
    manifest =>
      layout.stepManifest(
        manifest.run,
        manifest.attempt,
        manifest.step,
        manifest.try,
      ),
    ({ outputs, log }) => ({
      trees: Object.values(outputs),
      blobs: log === undefined ? [] : [log],
    }),
  ),
  'live points': reader(livePoints, live =>
    layout.livePoints(live.run, live.attempt, live.step, live.try, live.n),
  ),
  'checkpoint claim': reader(claimDocument, ({ identity, epoch }) =>
    layout.claim(identity, epoch),
  ),
  checkpoint: reader(
    checkpointDocument,
    ({ identity, generation }) => layout.checkpoint(identity, generation),
    ({ tree }) => ({ trees: [tree] }),
  ),
  journal: reader(journalEvent, ({ at, id }) => layout.event(at, id)),
};
