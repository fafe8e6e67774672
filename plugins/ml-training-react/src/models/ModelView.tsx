import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  figure,
  metricCurve,
  type ModelDetail,
  type ModelVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  Alert,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { ChartWithTable } from '../charts/ChartWithTable';
import { useAnswer } from '../client/useAnswer';
import { WhenAnswered } from '../feedback/WhenAnswered';
import { EmptyState } from '../feedback/EmptyState';
import { runRouteRef } from '../routes/routes';
import { FactTable } from '../tables/FactTable';
import { Change } from '../values/Change';
import { DigestText } from '../values/DigestText';
import { EntityLink } from '../values/EntityLink';
import { Figure } from '../values/Figure';
import { metricWords } from '../values/metricWords';
import { When } from '../values/When';
import { StageBadge } from './StageBadge';

/** Which version serves, and is the next one better? */
export function ModelView({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}) {
  const asked = useAnswer(
    'showModel',
    { namespace, name },
    { again: () => 15_000 },
  );
  return (
    <WhenAnswered asked={asked}>
      {model => <ModelFacts model={model} />}
    </WhenAnswered>
  );
}

function ModelFacts({ model }: { readonly model: ModelDetail }) {
  return (
    <Flex direction="column" gap="4">
      <Alert status="info" icon title={sentenceOf(model)} />
      <Flex gap="6">
        <Text>
          Owner <EntityLink entity={model.owner} />
        </Text>
        <Text>
          Made by <EntityLink entity={model.pipeline} />
        </Text>
      </Flex>
      <Trend model={model} />
      <Versions versions={model.versionList} />
    </Flex>
  );
}

/** The page's answer, before any table. */
export function sentenceOf({ champion, newest }: ModelDetail): string {
  const serves = champion
    ? `Version ${champion.version} serves.`
    : 'No version serves yet.';
  if (!newest || newest.version === champion?.version) return serves;
  const { version, stage, headline, because } = newest;
  const measured = headline
    ? `, ${metricWords(headline.metric)} ${figure(headline.value)}`
    : '';
  if (stage === 'blocked') {
    return `${serves} Version ${version} is blocked${measured}: ${because[0]?.message ?? 'see its gates'}`;
  }
  return `${serves} Version ${version} is ${stage === 'candidate' ? 'a candidate' : stage}${measured}.`;
}

function Trend({ model }: { readonly model: ModelDetail }) {
  const [first] = model.trend;
  if (!first || model.trend.length < 2) return null;
  const { metric } = first.headline;
  const points = model.trend
    .filter(({ headline }) => headline.metric === metric)
    .map(({ version, headline }) => ({ step: version, value: headline.value }));
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          {metricWords(metric)} by version
        </Text>
      </CardHeader>
      <CardBody>
        <ChartWithTable
          chart={metricCurve(metricWords(metric), points, 'version')}
          table={
            <FactTable
              keyOf={({ step }) => String(step)}
              rows={points}
              columns={[
                { heading: 'Version', value: ({ step }) => step },
                {
                  heading: metricWords(metric),
                  numbers: true,
                  value: ({ value }) => <Figure inColumn value={value} />,
                },
              ]}
            />
          }
        />
      </CardBody>
    </Card>
  );
}

function Versions({
  versions,
}: {
  readonly versions: readonly ModelVersion[];
}) {
  const runPage = useRouteRef(runRouteRef);
  if (versions.length === 0) {
    return (
      <EmptyState title="No version yet">
        A run that comes to its end registers the first one.
      </EmptyState>
    );
  }
  return (
    <FactTable
      keyOf={({ version }) => String(version)}
      rows={versions}
      columns={[
        { heading: 'Version', value: ({ version }) => version },
        {
          heading: 'Stage',
          value: ({ stage }) => <StageBadge stage={stage} />,
        },
        {
          heading: 'Headline',
          numbers: true,
          value: ({ headline }) =>
            headline ? (
              <>
                {metricWords(headline.metric)}{' '}
                <Figure inColumn value={headline.value} />{' '}
                {headline.change !== null && (
                  <Change by={headline.change} better={headline.better} />
                )}
              </>
            ) : (
              '–'
            ),
        },
        {
          heading: 'Dataset',
          value: ({ dataset }) => dataset?.version ?? 'not recorded',
        },
        {
          heading: 'Run',
          value: ({ run }) =>
            runPage ? <Link href={runPage({ run })}>{run}</Link> : run,
        },
        {
          heading: 'Evidence',
          value: ({ evidenceDigest, version }) => (
            <DigestText
              digest={evidenceDigest}
              of={`the evidence of version ${version}`}
            />
          ),
        },
        {
          heading: 'Registered',
          value: ({ registeredAt }) => <When at={registeredAt} />,
        },
      ]}
    />
  );
}
