import { inWords, type Finding } from '../reading/finding';
import type { Runtime } from '../sections/runtime';
import type { Specification } from '../specification';

const PINNED = /^\S+@sha256:[0-9a-f]{64}$/;

/** A tag may point elsewhere tomorrow: images are named by digest. */
export function movingImages({ training, steps }: Specification): Finding[] {
  return [
    ...moving(['training'], training?.runtime),
    ...Object.entries(steps).flatMap(([name, { runtime }]) =>
      moving(['steps', name], runtime),
    ),
  ];
}

function moving(path: string[], runtime: Runtime | undefined): Finding[] {
  const image = runtime?.container_image;
  if (image === undefined || PINNED.test(image)) return [];
  return [
    {
      path: [...path, 'runtime', 'container_image'],
      found: `${inWords(image)}, which may move`,
      expected: 'an image by digest',
      advice: 'Write name@sha256: and the 64 digits of its digest.',
    },
  ];
}
