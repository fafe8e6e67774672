import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type {
  EngineSubmission,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import type { RunRecord } from '@trainyard/backstage-plugin-ml-training-common';
import { localEngine, type LocalEngineOptions } from '../localEngine';
import { installedProgram } from '../program';
import { DEFAULT_SETTINGS, type EngineSettings } from '../settings';
import { engineFolders, preparedRun, type EngineFolders } from './preparedRun';

/** An engine in folders of its own. */
export interface OpenedEngine extends EngineFolders {
  readonly engine: TrainingEngine;
  /** Another engine in the same folder, as another portal opens it. */
  open(
    settings?: Partial<EngineSettings>,
    options?: Partial<LocalEngineOptions>,
  ): Promise<TrainingEngine>;
  prepare(
    run: string,
    pipeline: string,
    files?: Readonly<Record<string, string>>,
    record?: Partial<RunRecord>,
  ): Promise<EngineSubmission>;
  /** Stops what was submitted, and removes all of it. */
  close(): Promise<void>;
}

export async function openedEngine(
  settings: Partial<EngineSettings> = {},
  options: Partial<LocalEngineOptions> = {},
): Promise<OpenedEngine> {
  const folders = await engineFolders();
  const engines: TrainingEngine[] = [];
  const prepared: EngineSubmission[] = [];
  const open: OpenedEngine['open'] = async (otherSettings, otherOptions) => {
    const opened = await localEngine({
      folder: folders.launches,
      ports: folders.ports,
      settings: { ...DEFAULT_SETTINGS, ...settings, ...otherSettings },
      program: installedProgram(),
      environment: process.env,
      now: () => new Date(),
      logger: mockServices.logger.mock(),
      ...options,
      ...otherOptions,
    });
    engines.push(opened);
    return opened;
  };
  const engine = await open();
  return {
    ...folders,
    engine,
    open,
    async prepare(run, pipeline, files = {}, record = {}) {
      const submission = await preparedRun(
        engine,
        folders,
        run,
        { 'pipeline.yaml': pipeline, ...files },
        record,
      );
      prepared.push(submission);
      return submission;
    },
    async close() {
      // Newest first: else each that is stopped makes room for the next.
      for (const { run, namespace } of prepared.reverse()) {
        for (const attempt of [2, 1]) {
          const id = `${run}.${attempt}`;
          await engine.stop({ run, namespace, attempt, id });
        }
      }
      await Promise.all(engines.map(opened => opened.close()));
      await folders.remove();
    },
  };
}

/** The folder in which a launch works. */
export function workOf(
  { storeFolder }: Pick<EngineFolders, 'storeFolder'>,
  run: string,
  attempt = 1,
): string {
  return join(storeFolder, 'work', '.engine', String(attempt), run);
}
