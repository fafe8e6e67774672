import { useEntity } from '@backstage/plugin-catalog-react';
import {
  DatasetCard,
  DatasetView,
  subjectOf,
} from '@trainyard/backstage-plugin-ml-training-react';

export function EntityDatasetCard() {
  return <DatasetCard {...subjectOf(useEntity().entity)} />;
}

export function EntityDatasetContent() {
  return <DatasetView {...subjectOf(useEntity().entity)} />;
}
