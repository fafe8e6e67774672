import { readFileSync } from 'node:fs';
import { openFileSystemStore } from '@trainyard/artifacts';
import type { EngineSubmission } from '@trainyard/backstage-plugin-ml-training-node';
import { localEngine } from '../localEngine';
import { DEFAULT_SETTINGS } from '../settings';

/** What a portal does that is about to be killed: submits, and looks after it until then. */
interface Orders {
  readonly folder: string;
  readonly storeFolder: string;
  readonly program: string;
  readonly submission: EngineSubmission;
}

const log = (text: string) => process.stderr.write(`${text}\n`);
const logger = {
  error: log,
  warn: log,
  info: log,
  debug: log,
  child: () => logger,
};

async function submit({ folder, storeFolder, program, submission }: Orders) {
  const engine = await localEngine({
    folder,
    program,
    ports: {
      store: () => openFileSystemStore(storeFolder),
      storeLocation: () => ({ kind: 'folder', path: storeFolder }),
    },
    settings: DEFAULT_SETTINGS,
    environment: process.env,
    now: () => new Date(),
    logger,
  });
  const ref = await engine.submit(submission);
  setInterval(() => engine.observe(ref), 100);
}

submit(JSON.parse(readFileSync(process.argv[2], 'utf8')));
