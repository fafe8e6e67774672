import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  countText,
  schemaChanges,
  type DatasetDetail,
  type DatasetVersion,
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
import { useAnswer } from '../client/useAnswer';
import { WhenAnswered } from '../feedback/WhenAnswered';
import { ChecksTable } from '../evidence/ChecksTable';
import { Funnel } from '../evidence/DataTab';
import { modelRouteRef, runRouteRef } from '../routes/routes';
import { RunStateBadge } from '../states/StateBadge';
import { FactTable } from '../tables/FactTable';
import { DigestText } from '../values/DigestText';
import { EntityLink } from '../values/EntityLink';
import { When } from '../values/When';

/** What is in it, and did it change? */
export function DatasetView({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}) {
  const asked = useAnswer(
    'showDataset',
    { namespace, name },
    { again: () => 15_000 },
  );
  return (
    <WhenAnswered asked={asked}>
      {dataset => <DatasetFacts dataset={dataset} />}
    </WhenAnswered>
  );
}

function DatasetFacts({ dataset }: { readonly dataset: DatasetDetail }) {
  const [newest] = dataset.versionList;
  return (
    <Flex direction="column" gap="4">
      <Alert status="info" icon title={datasetSentence(dataset)} />
      <Flex gap="6">
        <Text>
          Owner <EntityLink entity={dataset.owner} />
        </Text>
        <Text>
          Made by <EntityLink entity={dataset.pipeline} />
        </Text>
      </Flex>
      <Versions versions={dataset.versionList} />
      {newest?.split && <Funnel split={newest.split} />}
      {newest && <NewestChecks version={newest} />}
      {newest && <Schema version={newest} />}
      <TrainedOn dataset={dataset} />
    </Flex>
  );
}

/** The page's answer, before any table. */
export function datasetSentence({ versionList }: DatasetDetail): string {
  const [newest, before] = versionList;
  if (!newest) return 'No version was published yet.';
  const rows =
    newest.rows === null ? 'not counted' : `${countText(newest.rows)} rows`;
  const is = `Version ${newest.version}: ${rows}, ${newest.columns.length} columns.`;
  if (!before) return `${is} It is the first.`;
  const changes = schemaChanges(before.columns, newest.columns);
  const schema =
    changes.length === 0
      ? 'the schema is the same'
      : `${changes.length} columns differ`;
  const moved =
    newest.rows === null || before.rows === null
      ? ''
      : `, ${difference(newest.rows - before.rows)}`;
  return `${is} Against version ${before.version}, ${schema}${moved}.`;
}

function difference(rows: number): string {
  if (rows === 0) return 'as many rows';
  return rows > 0
    ? `${countText(rows)} rows more`
    : `${countText(-rows)} rows fewer`;
}

function Versions({
  versions,
}: {
  readonly versions: readonly DatasetVersion[];
}) {
  const runPage = useRouteRef(runRouteRef);
  return (
    <FactTable
      keyOf={({ version }) => version}
      rows={versions}
      empty="A run that comes to its dataset publishes the first version."
      columns={[
        { heading: 'Version', value: ({ version }) => version },
        {
          heading: 'Rows',
          numbers: true,
          value: ({ rows }) => (rows === null ? '–' : countText(rows)),
        },
        {
          heading: 'Columns',
          numbers: true,
          value: ({ columns }) => columns.length,
        },
        {
          heading: 'Checks',
          value: ({ verdict }) => VERDICTS[verdict ?? 'none'],
        },
        {
          heading: 'Content',
          value: ({ logical, tree, version }) => (
            <DigestText digest={logical ?? tree} of={`version ${version}`} />
          ),
        },
        {
          heading: 'Run',
          value: ({ run }) =>
            runPage ? <Link href={runPage({ run })}>{run}</Link> : run,
        },
        {
          heading: 'Published',
          value: ({ publishedAt }) => <When at={publishedAt} />,
        },
      ]}
    />
  );
}

const VERDICTS = {
  passed: '✓ passed',
  blocked: '⛨ blocked',
  none: 'not checked',
} as const;

function NewestChecks({ version }: { readonly version: DatasetVersion }) {
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Checks of version {version.version}
        </Text>
      </CardHeader>
      <CardBody>
        <ChecksTable results={version.checks} />
      </CardBody>
    </Card>
  );
}

function Schema({ version }: { readonly version: DatasetVersion }) {
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Schema of version {version.version}
        </Text>
      </CardHeader>
      <CardBody>
        <FactTable
          keyOf={({ name }) => name}
          rows={version.columns}
          columns={[
            { heading: 'Column', value: ({ name }) => <code>{name}</code> },
            { heading: 'Type', value: ({ type }) => type },
            {
              heading: 'Nulls',
              numbers: true,
              value: ({ nulls }) => (nulls === null ? '–' : countText(nulls)),
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

function TrainedOn({ dataset }: { readonly dataset: DatasetDetail }) {
  const runPage = useRouteRef(runRouteRef);
  const modelPage = useRouteRef(modelRouteRef);
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Who trained on it
        </Text>
      </CardHeader>
      <CardBody>
        <FactTable
          keyOf={({ run }) => run}
          rows={dataset.trainedOn}
          empty="No run has trained on it yet."
          columns={[
            {
              heading: 'Run',
              value: ({ run }) =>
                runPage ? <Link href={runPage({ run })}>{run}</Link> : run,
            },
            {
              heading: 'State',
              value: ({ state }) => <RunStateBadge state={state} />,
            },
            { heading: 'Version', value: ({ version }) => version },
            {
              heading: 'Model',
              value: ({ model }) =>
                model && modelPage ? (
                  <Link
                    href={modelPage({
                      namespace: dataset.namespace,
                      name: model,
                    })}
                  >
                    {model}
                  </Link>
                ) : (
                  (model ?? '–')
                ),
            },
            {
              heading: 'Submitted',
              value: ({ submittedAt }) => <When at={submittedAt} />,
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}
