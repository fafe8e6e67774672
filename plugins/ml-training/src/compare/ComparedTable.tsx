import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Change,
  DigestText,
  Figure,
} from '@trainyard/backstage-plugin-ml-training-react';
import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  Text,
} from '@backstage/ui';
import type { ComparedGroup, ComparedValue } from './comparedGroups';
import styles from './compare.module.css';

/** One group of a comparison: a row for each value, a column for each run. */
export function ComparedTable({
  group: { title, values, alike },
  runs,
  changes,
}: {
  readonly group: ComparedGroup;
  readonly runs: readonly RunSummary[];
  /** False where figures may not be compared. */
  readonly changes: boolean;
}) {
  const columns = [
    { id: 'name', place: -1, label: 'What' },
    ...runs.map(({ run }, place) => ({ id: run, place, label: run })),
  ];
  return (
    <section className={styles.group}>
      <Text as="h3" variant="title-x-small">
        {title}
      </Text>
      <div className={styles.scroll}>
        <TableRoot aria-label={title}>
          <TableHeader columns={columns}>
            {({ id, label, place }) => (
              <Column
                id={id}
                isRowHeader={place < 0}
                className={place < 0 ? styles.what : undefined}
              >
                {label}
              </Column>
            )}
          </TableHeader>
          <TableBody
            items={values.map(value => ({ ...value, id: value.name }))}
            dependencies={[runs, changes]}
          >
            {value => (
              <Row
                id={value.name}
                columns={columns}
                dependencies={[runs, changes]}
              >
                {({ place }) => (
                  <Cell>
                    {place < 0 ? (
                      <NameOf value={value} />
                    ) : (
                      <ValueOf value={value} place={place} changes={changes} />
                    )}
                  </Cell>
                )}
              </Row>
            )}
          </TableBody>
        </TableRoot>
      </div>
      {alike > 0 && (
        <Text color="secondary" variant="body-small">
          {alike === 1 ? '1 more is the same' : `${alike} more are the same`}
        </Text>
      )}
    </section>
  );
}

function NameOf({ value: { name, differs } }: { value: ComparedValue }) {
  return (
    <span className={styles.value} data-differs={differs}>
      {name}
      {!differs && <span className={styles.same}>same</span>}
    </span>
  );
}

function ValueOf({
  value: { name, values, better },
  place,
  changes,
}: {
  readonly value: ComparedValue;
  readonly place: number;
  readonly changes: boolean;
}) {
  const value = values[place];
  const [first] = values;
  if (value === null || value === undefined) {
    return <span title="This run has none">–</span>;
  }
  if (typeof value === 'string') {
    return DIGEST.test(value) ? (
      <DigestText digest={value} of={name} />
    ) : (
      <span className={styles.value} title={value}>
        {value}
      </span>
    );
  }
  return (
    <span className={styles.figures}>
      <Figure value={value} />
      {changes && better && place > 0 && typeof first === 'number' && (
        <span className={styles.small}>
          <Change by={value - first} better={better} />
        </span>
      )}
    </span>
  );
}

const DIGEST = /^[0-9a-f]{40,64}$/;
