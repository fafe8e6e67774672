import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type {
  EnginePorts,
  TrainingEngine,
  TrainingEngineFactory,
} from '@trainyard/backstage-plugin-ml-training-node';

/** The engines that were installed. */
export interface EngineShelf {
  readonly names: readonly string[];
  /** Which one runs what does not name one; undefined where none is installed. */
  readonly standard: string | undefined;
  readonly engines: ReadonlyMap<string, TrainingEngine>;
}

/** @throws Error where the default names an engine that is not installed */
export async function openEngines(
  factories: readonly TrainingEngineFactory[],
  standard: string | undefined,
  ports: EnginePorts,
): Promise<EngineShelf> {
  const names = factories.map(({ name }) => name);
  if (standard !== undefined && !names.includes(standard)) {
    throw new Error(
      `mlTraining.engines.default: expected one of the installed engines (${listed(names)}), found ${standard}. Install its module, or name another.`,
    );
  }
  const engines = new Map<string, TrainingEngine>();
  for (const factory of factories) {
    engines.set(factory.name, await factory.create(ports));
  }
  return { names, engines, standard: standard ?? names[0] };
}

/**
 * @param wanted - the default one where it is absent
 * @throws InputError where there is none of that name
 */
export function engineFor(
  { engines, names, standard }: EngineShelf,
  wanted: string | undefined,
): TrainingEngine {
  const name = wanted ?? standard;
  if (name === undefined) {
    throw new ServiceUnavailableError(
      'No engine is installed that could run anything. Ask those who operate the portal to install one.',
    );
  }
  const engine = engines.get(name);
  if (!engine) {
    throw new InputError(
      `engine: expected one of ${listed(names)}, found ${name}.`,
    );
  }
  return engine;
}

/** The engine of an earlier run, or the default one where that was taken away. */
export function engineAgain(shelf: EngineShelf, name: string): TrainingEngine {
  return shelf.engines.get(name) ?? engineFor(shelf, undefined);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** Whether each engine would take something now, as the health page asks. */
export function engineChecks({
  engines,
}: EngineShelf): Readonly<Record<string, () => Promise<string | undefined>>> {
  return Object.fromEntries(
    [...engines.values()].map(engine => [
      `engine:${engine.name}`,
      () => engine.trouble(),
    ]),
  );
}
