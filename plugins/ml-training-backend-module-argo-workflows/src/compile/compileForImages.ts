import type {
  Environment,
  Lock,
  Problem,
  Runtime,
  Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import type {
  CompileOutcome,
  EngineSource,
} from '@trainyard/backstage-plugin-ml-training-node';
import { planOfBundle } from '@trainyard/runner';

const BY_DIGEST = /@sha256:[0-9a-f]{64}$/;

/**
 * Compiles a bundle for a cluster: what a step runs in is the image that its runtime
 * names, by digest.
 *
 * @param versions - of the built-in steps
 */
export function compileForImages(
  { bundle, specification, lock }: EngineSource,
  versions: ReadonlyMap<string, string>,
): CompileOutcome {
  const problems = runtimesWithCommands(specification).flatMap(
    ([path, runtime]) => problemOf(path, runtime, lock, bundle.specification),
  );
  if (problems.length > 0) return { outcome: 'invalid', problems };
  const plan = planOfBundle({
    bundle,
    specification,
    lock,
    versions,
    environmentOf: runtime => environmentOf(runtime, lock),
  });
  return { outcome: 'compiled', plan };
}

type Path = readonly (string | number)[];

/** Each place of a specification that says what commands run in; a step without one has that of training. */
function runtimesWithCommands({
  training,
  steps,
}: Specification): (readonly [Path, Runtime | undefined])[] {
  const own = Object.entries(steps).filter(
    ([, { runtime }]) => runtime !== undefined || !training,
  );
  return [
    ...(training ? [[['training'], training.runtime] as const] : []),
    ...own.map(([name, { runtime }]) => [['steps', name], runtime] as const),
  ];
}

function problemOf(
  path: Path,
  runtime: Runtime | undefined,
  lock: Lock,
  file: string,
): Problem[] {
  if (pinned(runtime, lock) !== undefined) return [];
  const image = runtime?.container_image;
  return [
    {
      file,
      path: [...path, 'runtime', 'container_image'],
      expected: 'an image by digest, for the pods of a cluster',
      found:
        image ?? (runtime?.environment ? 'an environment of a host' : 'none'),
      advice:
        image === undefined
          ? 'Write container_image: name@sha256:…, with what the command needs in it; beside an environment, both kinds of engine can run it.'
          : 'Write name@sha256: and the 64 digits of its digest, then run `trainyard pin`.',
      severity: 'error',
    },
  ];
}

function pinned(runtime: Runtime | undefined, lock: Lock): string | undefined {
  const image = runtime?.container_image;
  if (image === undefined || BY_DIGEST.test(image)) return image;
  const digest = Object.hasOwn(lock.images, image)
    ? lock.images[image]
    : undefined;
  if (digest === undefined) return undefined;
  // A tag is for people: the digest alone says what is meant.
  return `${image.replace(/:[^/:]*$/, '')}@${digest}`;
}

function environmentOf(runtime: Runtime | undefined, lock: Lock): Environment {
  const image = pinned(runtime, lock);
  if (image === undefined) {
    throw new TypeError('a step without an image was let through');
  }
  return { kind: 'image', image };
}
