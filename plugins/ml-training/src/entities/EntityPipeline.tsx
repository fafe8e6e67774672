import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  PipelineCard,
  PipelineHealth,
} from '@trainyard/backstage-plugin-ml-training-react';

export function EntityPipelineCard() {
  return <PipelineCard entity={stringifyEntityRef(useEntity().entity)} />;
}

export function EntityPipelineContent() {
  return <PipelineHealth entity={stringifyEntityRef(useEntity().entity)} />;
}
