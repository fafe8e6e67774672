import type { Finding } from '../reading/finding';
import { datasetLaws } from '../sections/dataset';
import { promotion } from '../sections/operations';
import { tracking, validation } from '../sections/orchestration';
import { trainingLaws } from '../sections/training';
import type { Specification } from '../specification';

const LAWS = {
  dataset: Object.keys(datasetLaws),
  training: Object.keys(trainingLaws),
  promotion: Object.keys(promotion.shape),
  tracking: Object.keys(tracking.shape),
  validation: Object.keys(validation.shape),
} as const;

/** A law can be written out, but not switched off (design §11). */
export function switchedOffLaws(specification: Specification): Finding[] {
  return (Object.keys(LAWS) as (keyof typeof LAWS)[]).flatMap(section => {
    const said: Readonly<Record<string, unknown>> =
      specification[section] ?? {};
    return LAWS[section]
      .filter(key => said[key] === false)
      .map(key => ({
        path: [section, key],
        found: 'false',
        expected: 'true: this cannot be switched off',
        advice: 'Write true, or remove the key.',
      }));
  });
}
