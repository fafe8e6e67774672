import type { ModelSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { modelRouteRef } from '../routes/routes';
import { FactTable } from '../tables/FactTable';
import { EntityLink } from '../values/EntityLink';
import { Figure } from '../values/Figure';
import { metricWords } from '../values/metricWords';
import { When } from '../values/When';
import { StageBadge } from './StageBadge';

/** Models with what serves and what is next. */
export function ModelsTable({
  models,
}: {
  readonly models: readonly ModelSummary[];
}) {
  const modelPage = useRouteRef(modelRouteRef);
  return (
    <FactTable
      keyOf={({ namespace, name }) => `${namespace}/${name}`}
      rows={models}
      columns={[
        {
          heading: 'Model',
          value: ({ namespace, name }) =>
            modelPage ? (
              <Link href={modelPage({ namespace, name })}>{name}</Link>
            ) : (
              name
            ),
        },
        {
          heading: 'Champion',
          value: ({ champion }) =>
            champion ? `version ${champion.version}` : 'none yet',
        },
        {
          heading: 'Newest',
          value: ({ newest }) => (newest ? `version ${newest.version}` : '–'),
        },
        {
          heading: 'Stage',
          value: ({ newest }) =>
            newest ? <StageBadge stage={newest.stage} /> : '–',
        },
        {
          heading: 'Headline',
          numbers: true,
          value: ({ newest }) =>
            newest?.headline ? (
              <>
                {metricWords(newest.headline.metric)}{' '}
                <Figure inColumn value={newest.headline.value} />
              </>
            ) : (
              '–'
            ),
        },
        {
          heading: 'Owner',
          value: ({ owner }) => <EntityLink entity={owner} />,
        },
        {
          heading: 'Registered',
          value: ({ newest }) => <When at={newest?.registeredAt ?? null} />,
        },
      ]}
    />
  );
}
