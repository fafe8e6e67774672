import {
  attemptEnd,
  runRecord,
  stepManifest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ObjectStore } from '../../objects/objectStore';
import { ArtifactError } from '../artifactError';
import type { RunRoom, StepBegun, StepTry, TryName } from '../artifactStore';
import {
  createNumbered,
  numberedDocuments,
  numberedFolders,
} from '../documents/numbered';
import { readDocument } from '../documents/readDocument';
import { createDocument, sealDocument } from '../documents/writeDocument';
import { layout } from '../layout';
import { attemptBegun, stepBegun } from './begunDocuments';
import { livePoints } from './livePoints';

export function runRoom(objects: ObjectStore): RunRoom {
  const isThere = async (key: string) =>
    (await objects.size(key)) !== undefined;

  const attempts = (run: string) =>
    numberedFolders(objects, layout.run(run), 'begun.json');

  async function expectRun(run: string) {
    if (await isThere(layout.runRecord(run))) return;
    throw new ArtifactError(
      'missing',
      layout.runRecord(run),
      `The run ${run} is not in the store: an attempt is begun after its run was created.`,
    );
  }

  const begin = (
    run: string,
    attempt: number,
    begun: { readonly host: string; readonly at: string },
  ) =>
    createDocument(objects, layout.attemptBegun(run, attempt), attemptBegun, {
      schema_version: 1,
      run,
      attempt,
      ...begun,
    });

  const manifestOf = (
    run: string,
    attempt: number,
    step: string,
    nth: number,
  ) =>
    readDocument(
      objects,
      layout.stepManifest(run, attempt, step, nth),
      stepManifest,
      { run, attempt, step, try: nth },
    );

  async function begunOf(
    run: string,
    attempt: number,
    step: string,
    nth: number,
  ) {
    const begun = await readDocument(
      objects,
      layout.stepBegun(run, attempt, step, nth),
      stepBegun,
      { run, attempt, step, try: nth },
    );
    return begun && pick(begun);
  }

  return {
    create: record =>
      createDocument(objects, layout.runRecord(record.run), runRecord, record),

    find: run =>
      readDocument(objects, layout.runRecord(run), runRecord, { run }),

    async *list() {
      for await (const child of objects.children(layout.runs)) {
        const run = child.slice(0, -1);
        // A writer that was killed may have left a folder without a run.
        if (child.endsWith('/') && (await isThere(layout.runRecord(run)))) {
          yield run;
        }
      }
    },

    async beginAttempt(run, begun) {
      await expectRun(run);
      return createNumbered((await attempts(run)).at(-1) ?? 0, attempt =>
        begin(run, attempt, begun),
      );
    },

    async claimAttempt(run, attempt, begun) {
      await expectRun(run);
      const claimed = await begin(run, attempt, begun);
      return claimed === 'created' ? 'begun' : 'taken';
    },

    attempts,

    async findAttempt(run, attempt) {
      const key = layout.attemptBegun(run, attempt);
      const about = { run, attempt };
      const begun = await readDocument(objects, key, attemptBegun, about);
      return begun && { host: begun.host, at: begun.at };
    },

    endAttempt: end =>
      sealDocument(
        objects,
        layout.attemptEnd(end.run, end.attempt),
        attemptEnd,
        end,
      ),

    findEnd: (run, attempt) =>
      readDocument(objects, layout.attemptEnd(run, attempt), attemptEnd, {
        run,
        attempt,
      }),

    beginStep: (run, attempt, step, begun) =>
      sealDocument(
        objects,
        layout.stepBegun(run, attempt, step, begun.try),
        stepBegun,
        { schema_version: 1, run, attempt, step, ...begun },
      ),

    async findBegun(run, attempt, step) {
      const prefix = layout.step(run, attempt, step);
      const tries = await numberedDocuments(objects, prefix, '.started.json');
      const newest = tries.at(-1);
      return newest === undefined
        ? undefined
        : begunOf(run, attempt, step, newest);
    },

    sealStep: manifest =>
      sealDocument(
        objects,
        layout.stepManifest(
          manifest.run,
          manifest.attempt,
          manifest.step,
          manifest.try,
        ),
        stepManifest,
        manifest,
      ),

    async findStep(run, attempt, step) {
      const prefix = layout.step(run, attempt, step);
      const newest = (await numberedDocuments(objects, prefix)).at(-1);
      return newest === undefined
        ? undefined
        : manifestOf(run, attempt, step, newest);
    },

    async tries(run, attempt, step) {
      const prefix = layout.step(run, attempt, step);
      const numbers = new Set([
        ...(await numberedDocuments(objects, prefix, '.started.json')),
        ...(await numberedDocuments(objects, prefix)),
      ]);
      const tries: StepTry[] = [];
      for (const nth of [...numbers].sort((a, b) => a - b)) {
        const begun = await begunOf(run, attempt, step, nth);
        const manifest = await manifestOf(run, attempt, step, nth);
        tries.push({
          try: nth,
          ...(begun && { begun }),
          ...(manifest && { manifest }),
        });
      }
      return tries;
    },

    appendLive: (of, n, points) =>
      createDocument(objects, liveKey(of, n), livePoints, {
        schema_version: 1,
        ...of,
        n,
        points: [...points],
      }),

    async findLive(of, n) {
      const about = { ...of, n };
      const live = await readDocument(
        objects,
        liveKey(of, n),
        livePoints,
        about,
      );
      return live?.points;
    },
  };
}

function liveKey(of: TryName, n: number): string {
  return layout.livePoints(of.run, of.attempt, of.step, of.try, n);
}

function pick({ identity, try: nth, at, host }: StepBegun): StepBegun {
  return { identity, try: nth, at, host };
}
