import {
  countText,
  splitTimeline,
  type ChecksDocument,
  type EvidenceView,
  type ProfileDocument,
  type RunDetail,
  type SplitDocument,
  type SplitWindowRows,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import { Drawing } from '../charts/Drawing';
import { EmptyState } from '../feedback/EmptyState';
import { FactTable } from '../tables/FactTable';
import { ChecksTable } from './ChecksTable';
import { Evidence } from './Evidence';

/** What went into the run: the funnel of rows, the split on a time line, checks and schema. */
export function DataTab({ run }: { readonly run: RunDetail }) {
  return (
    <Evidence run={run}>{evidence => <Data evidence={evidence} />}</Evidence>
  );
}

function Data({
  evidence: { split, checks, profile, schema },
}: {
  readonly evidence: EvidenceView;
}) {
  if (!split && !checks && !profile) {
    return (
      <EmptyState title="Nothing is known of the data yet">
        Rows are counted when the sources have been read and the dataset was
        split.
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="4">
      {split && <Funnel split={split} />}
      {checks && <Checks checks={checks} />}
      {profile && <Sources profile={profile} />}
      {schema.length > 0 && <Schema schema={schema} />}
    </Flex>
  );
}

type NamedWindow = SplitWindowRows & { readonly window: string };

/** Rows in, dropped by which rule, out. */
export function Funnel({ split }: { readonly split: SplitDocument }) {
  const windows: NamedWindow[] = Object.entries(split.windows).map(
    ([window, rows]) => ({ window, ...rows }),
  );
  const labels = Object.keys(split.windows.train.positives);
  const count = (of: (row: NamedWindow) => number) => ({
    value: (row: NamedWindow) => countText(of(row)),
    numbers: true,
  });
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          {countText(split.rows_in)} examples went in,{' '}
          {countText(windows.reduce((sum, { rows_out: out }) => sum + out, 0))}{' '}
          came out
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          <Drawing chart={splitTimeline(split.windows)} />
          <FactTable
            keyOf={({ window }) => window}
            rows={windows}
            columns={[
              { heading: 'Window', value: ({ window }) => window },
              { heading: 'Rows in', ...count(row => row.rows_in) },
              {
                heading: 'Without a label',
                ...count(row => row.without_label),
              },
              { heading: 'Label too late', ...count(row => row.immature) },
              { heading: 'Rows out', ...count(row => row.rows_out) },
              ...labels.map(label => ({
                heading: `Share of ${label} (%)`,
                numbers: true,
                value: (row: NamedWindow) => shareText(row, label),
              })),
            ]}
          />
          {split.outside_windows > 0 && (
            <Text color="secondary">
              {countText(split.outside_windows)} rows lie in no window.
            </Text>
          )}
        </Flex>
      </CardBody>
    </Card>
  );
}

function shareText(row: NamedWindow, label: string): string {
  if (row.rows_out === 0) return '–';
  return ((100 * row.positives[label]) / row.rows_out).toPrecision(4);
}

function Checks({ checks }: { readonly checks: ChecksDocument }) {
  const [search] = useSearchParams();
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Checks of the dataset
        </Text>
      </CardHeader>
      <CardBody>
        <ChecksTable
          results={checks.results}
          required={checks.required}
          chosen={search.get('check')}
        />
      </CardBody>
    </Card>
  );
}

function Sources({ profile }: { readonly profile: ProfileDocument }) {
  const sources = Object.entries(profile.sources);
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Sources
        </Text>
      </CardHeader>
      <CardBody>
        <FactTable
          keyOf={([name]) => name}
          rows={sources}
          columns={[
            { heading: 'Source', value: ([name]) => name },
            {
              heading: 'Rows',
              numbers: true,
              value: ([, { rows }]) => countText(rows),
            },
            {
              heading: 'Columns',
              numbers: true,
              value: ([, { columns }]) => columns.length,
            },
            { heading: 'Key', value: ([, { key }]) => key.join(', ') || '–' },
            {
              heading: 'Rows beyond the first of their key',
              numbers: true,
              value: ([, one]) => countText(one.key_duplicates),
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

function Schema({ schema }: { readonly schema: EvidenceView['schema'] }) {
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Schema: {schema.length} columns
        </Text>
      </CardHeader>
      <CardBody>
        <FactTable
          keyOf={({ name }) => name}
          rows={schema}
          columns={[
            { heading: 'Column', value: ({ name }) => <code>{name}</code> },
            { heading: 'Type', value: ({ type }) => type },
          ]}
        />
      </CardBody>
    </Card>
  );
}
