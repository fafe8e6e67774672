import { annotationTrouble, type SourceTrouble } from './sourceReader';

/** The annotation climbs, or a link leads, out of what belongs to the entity. */
export function outsideTrouble(path: string, whose: string): SourceTrouble {
  return annotationTrouble('outside', {
    expected: `a path inside ${whose}`,
    found: `${path}, which leads out of it`,
    advice:
      'Put the specification into the same repository as the entity, and name it relative to the entity, such as pipeline.yaml.',
  });
}

export function nowhereTrouble(
  path: string,
  target: string,
  isSaid: boolean,
): SourceTrouble {
  return annotationTrouble('nowhere', {
    expected: `a specification at ${path}, seen from ${target}`,
    found: isSaid ? 'no such file' : 'no annotation, and no such file',
    advice: isSaid
      ? 'Mend the annotation, or commit the file.'
      : 'Say where the specification lies with this annotation, or commit it under that name.',
  });
}
