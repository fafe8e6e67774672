import { openStoreAt } from '@trainyard/artifacts';
import {
  endingPath,
  POD_EXIT,
} from '@trainyard/backstage-plugin-ml-training-common';
import { hearEnding, podPlaces, witnessPod } from '@trainyard/runner';
import { EXIT } from '../exitCodes';
import { readPodEnvironment } from './podEnvironment';
import { IN_POD, teller, type PodTerminal } from './podTerminal';
import { reportingFaults } from './reportingFaults';

/**
 * The sidecar of a user's command. A program apart from the other containers', so
 * that it does not load the built-in steps: it has to be there before the command
 * has ended.
 */
export function podWitnessMain(terminal: PodTerminal): Promise<number> {
  return reportingFaults(terminal, async () => {
    const { request, root, supervisor } = readPodEnvironment(
      terminal.environment,
    );
    if (request.work.kind !== 'command') {
      terminal.err(
        `__pod witness: expected TRAINYARD_POD to be of command, found ${request.work.kind}.`,
      );
      return EXIT.wrongUse;
    }
    const { environment, signal } = terminal;
    const places = podPlaces(root, supervisor);
    const { ending_port: port, step, worker } = request.work;
    const ending = await hearEnding(
      { port, path: endingPath(request, step, worker) },
      places.undisturbed,
    ).catch(error => {
      terminal.err(
        `what the end of this pod makes the command do will count as a fault of the command: ${error}`,
      );
      return undefined;
    });
    const witnessed = await witnessPod(
      { ...request, work: request.work },
      {
        store: await openStoreAt(request.store, IN_POD),
        places,
        now: () => new Date(),
        tell: teller(terminal),
        // Prefixed where it would else be taken for the store's own credential.
        readSecret: name =>
          environment[`TRAINYARD_SECRET_${name}`] ?? environment[name],
        pollMilliseconds: 200,
        toldToEnd: () => ending?.heard() ?? false,
        signal,
      },
    ).finally(() => ending?.close());
    if (witnessed.outcome === 'witnessed') return POD_EXIT.done;
    terminal.err(witnessed.because);
    return EXIT.wrongUse;
  });
}
