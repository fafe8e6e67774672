import { digestOfText } from '../json/digest';

const LONGEST = 63;

/**
 * A name as the catalog takes it: at most 63 of letters, digits, `-`, `_` and `.`,
 * beginning and ending with a letter or digit. A name that has to change gets
 * digits of its digest, so that two names never become one.
 */
export function entityName(name: string): string {
  const fits = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/[-._]{2,}/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '');
  if (fits === name && name.length <= LONGEST) return name;
  const mark = digestOfText(name).slice(0, 8);
  const head = fits.slice(0, LONGEST - mark.length - 1).replace(/[-._]+$/, '');
  return head === '' ? `x-${mark}` : `${head}-${mark}`;
}

/** The reference of a Model, Dataset or TrainingRun that the provider makes. */
export function trainingEntityRef(
  kind: 'model' | 'dataset' | 'trainingrun',
  namespace: string,
  name: string,
): string {
  return `${kind}:${entityName(namespace)}/${entityName(name)}`.toLowerCase();
}
