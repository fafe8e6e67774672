import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ModelCard,
  ModelView,
  subjectOf,
} from '@trainyard/backstage-plugin-ml-training-react';

export function EntityModelCard() {
  return <ModelCard {...subjectOf(useEntity().entity)} />;
}

export function EntityModelContent() {
  return <ModelView {...subjectOf(useEntity().entity)} />;
}
