import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStoreAt } from '@trainyard/artifacts';
import {
  POD_EXIT,
  type PodAnswer,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  executePod,
  fetchForPod,
  podPlaces,
  settleAttempt,
  type PodPorts,
} from '@trainyard/runner';
import { builtinSteps } from '@trainyard/steps';
import { EXIT } from '../exitCodes';
import { sandboxCommand } from '../sandbox';
import { argoProgress } from './argoProgress';
import { readPodEnvironment, type PodEnvironment } from './podEnvironment';
import { reportingFaults } from './reportingFaults';
import { IN_POD, teller, type PodTerminal } from './podTerminal';

/** The hidden command by which a workflow starts this program: what a container of ours does. */
export function podMain(word: string, terminal: PodTerminal): Promise<number> {
  return reportingFaults(terminal, async () => {
    const told = readPodEnvironment(terminal.environment);
    const { work: asked } = told.request;
    const { kind } = asked;
    if (kind !== KINDS.get(word)) {
      terminal.err(
        `__pod ${word}: expected TRAINYARD_POD to be of ${KINDS.get(word) ?? 'execute, fetch, witness or exit'}, found ${kind}.`,
      );
      return EXIT.wrongUse;
    }
    const tell = teller(terminal);
    const tellArgo = argoProgress(
      told.progress,
      asked.kind === 'builtin' ? asked.steps : [],
    );
    const ports: PodPorts = {
      store: await openStoreAt(told.request.store, IN_POD),
      builtins: builtinSteps({ sandboxCommand: sandboxCommand() }),
      workFolder: join(told.root ?? tmpdir(), 'trainyard-work'),
      now: () => new Date(),
      tell: line => {
        tell(line);
        tellArgo(line);
      },
    };
    return work(told, ports, terminal);
  });
}

const KINDS = new Map([
  ['execute', 'builtin'],
  ['fetch', 'command'],
  ['exit', 'exit'],
]);

async function work(
  told: PodEnvironment,
  ports: PodPorts,
  terminal: PodTerminal,
): Promise<number> {
  const { request, reported, retries } = told;
  const places = podPlaces(told.root, told.supervisor);
  switch (request.work.kind) {
    case 'builtin': {
      const done = await executePod(
        { ...request, work: request.work },
        reported,
        ports,
      );
      if (done.outcome === 'done') {
        await writeAnswers(places.answers, done.answers);
        return POD_EXIT.done;
      }
      terminal.err(done.because);
      return done.outcome === 'refused'
        ? EXIT.wrongUse
        : POD_EXIT.attemptFailed;
    }
    case 'command': {
      const fetched = await fetchForPod(
        { ...request, work: request.work },
        reported,
        retries,
        {
          ...ports,
          places,
          address: told.address,
          waitMilliseconds: WORKERS_MEET_WITHIN,
          pollMilliseconds: 500,
        },
      );
      if (fetched.outcome === 'ready') return POD_EXIT.done;
      terminal.err(fetched.because);
      return fetched.outcome === 'refused'
        ? EXIT.wrongUse
        : POD_EXIT.noFurtherTry;
    }
    default: {
      const settled = await settleAttempt(request, ports);
      if (settled.outcome === 'refused') {
        terminal.err(settled.because);
        return EXIT.wrongUse;
      }
      return POD_EXIT.done;
    }
  }
}

/** Pods of one try may wait for nodes to be made for them. */
const WORKERS_MEET_WITHIN = 15 * 60_000;

async function writeAnswers(
  folder: string,
  answers: ReadonlyMap<string, PodAnswer>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [pod, answer] of answers) {
    await writeFile(join(folder, pod), answer);
  }
}
