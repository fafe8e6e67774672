import type { TrainingResource } from './trainingResource';
import type { RowCondition, Visibility } from './visibility';

/** The same decision as the database makes, for what is not in it. */
export function sees(
  visibility: Visibility,
  resource: TrainingResource,
): boolean {
  switch (visibility.rows) {
    case 'all':
      return true;
    case 'none':
      return false;
    default:
      return holds(visibility.where, resource);
  }
}

function holds(condition: RowCondition, resource: TrainingResource): boolean {
  if ('owners' in condition) {
    const owner = resource.owner.toLowerCase();
    return condition.owners.some(one => one.toLowerCase() === owner);
  }
  if ('namespaces' in condition) {
    return condition.namespaces.includes(resource.namespace);
  }
  if ('allOf' in condition) {
    return condition.allOf.every(part => holds(part, resource));
  }
  if ('anyOf' in condition) {
    return condition.anyOf.some(part => holds(part, resource));
  }
  return !holds(condition.not, resource);
}
