import {
  countText,
  type DatasetSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { datasetRouteRef } from '../routes/routes';
import { FactTable } from '../tables/FactTable';
import { EntityLink } from '../values/EntityLink';
import { When } from '../values/When';

/** Datasets with their newest version. */
export function DatasetsTable({
  datasets,
}: {
  readonly datasets: readonly DatasetSummary[];
}) {
  const datasetPage = useRouteRef(datasetRouteRef);
  return (
    <FactTable
      keyOf={({ namespace, name }) => `${namespace}/${name}`}
      rows={datasets}
      columns={[
        {
          heading: 'Dataset',
          value: ({ namespace, name }) =>
            datasetPage ? (
              <Link href={datasetPage({ namespace, name })}>{name}</Link>
            ) : (
              name
            ),
        },
        {
          heading: 'Newest version',
          value: ({ newest }) => newest?.version ?? '–',
        },
        {
          heading: 'Rows',
          numbers: true,
          value: ({ newest }) => (newest?.rows ? countText(newest.rows) : '–'),
        },
        {
          heading: 'Versions',
          numbers: true,
          value: ({ versions }) => versions,
        },
        {
          heading: 'Checks',
          value: ({ newest }) => newest?.verdict ?? 'not checked',
        },
        {
          heading: 'Owner',
          value: ({ owner }) => <EntityLink entity={owner} />,
        },
        {
          heading: 'Published',
          value: ({ newest }) => <When at={newest?.publishedAt ?? null} />,
        },
      ]}
    />
  );
}
