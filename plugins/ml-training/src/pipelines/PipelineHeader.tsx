import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { PipelineDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  datasetRouteRef,
  EntityLink,
  MaybeLink,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, Text } from '@backstage/ui';
import { Fragment, type ReactNode } from 'react';
import { RunNow } from './RunNow';
import styles from './pipelinesPage.module.css';

/** What the pipeline is, whose it is, what it makes, and how to run it now. */
export function PipelineHeader({
  pipeline,
}: {
  readonly pipeline: PipelineDetail;
}) {
  const { entity, title, name, description, owner, models, datasets } =
    pipeline;
  const { kind, namespace, name: component } = parseEntityRef(entity);
  const links = useTrainingLinks();
  const datasetPage = useRouteRef(datasetRouteRef);
  const entityPage = useRouteRef(entityRouteRef);
  return (
    <header className={styles.header}>
      <Flex direction="column" gap="2">
        <Text as="h2" variant="title-small">
          {title ?? name}
        </Text>
        {description && <Text color="secondary">{description}</Text>}
        <dl className={styles.facts}>
          <Fact name="Owner">
            <EntityLink entity={owner} />
          </Fact>
          <Fact name={models.length > 1 ? 'Models' : 'Model'}>
            <Names
              names={models}
              hrefOf={model => links.model(namespace, model)}
            />
          </Fact>
          <Fact name={datasets.length > 1 ? 'Datasets' : 'Dataset'}>
            <Names
              names={datasets}
              hrefOf={dataset => datasetPage?.({ namespace, name: dataset })}
            />
          </Fact>
          <Fact name="Catalog">
            <MaybeLink
              href={entityPage?.({
                kind: kind.toLowerCase(),
                namespace,
                name: component,
              })}
            >
              {name}
            </MaybeLink>
          </Fact>
        </dl>
      </Flex>
      <RunNow pipeline={pipeline} />
    </header>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Names({
  names,
  hrefOf,
}: {
  readonly names: readonly string[];
  readonly hrefOf: (name: string) => string | undefined;
}) {
  if (names.length === 0) return <>none yet</>;
  return (
    <>
      {names.map((name, i) => (
        <Fragment key={name}>
          {i > 0 && ', '}
          <MaybeLink href={hrefOf(name)}>{name}</MaybeLink>
        </Fragment>
      ))}
    </>
  );
}
