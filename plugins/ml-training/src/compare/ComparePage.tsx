import type { Comparison } from '@trainyard/backstage-plugin-ml-training-common';
import {
  EmptyState,
  ErrorPanel,
  MaybeLink,
  useAnswer,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Alert, Container, Flex, Skeleton, Switch, Text } from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import {
  compareAddress,
  ledBy,
  readCompareAddress,
  without,
  type CompareAddress,
} from './compareAddress';
import { ComparedRuns } from './ComparedRuns';
import { comparedGroups } from './comparedGroups';
import { ComparedTable } from './ComparedTable';
import styles from './compare.module.css';

/** What differs between two to five runs? Which runs, and whether all is shown, is in the address. */
export function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const address = readCompareAddress(search);
  const enough = address.runs.length > 1;
  const compared = useAnswer(
    'compareRuns',
    { run: [...address.runs] },
    { idle: !enough },
  );
  const links = useTrainingLinks();
  const go = (next: CompareAddress) => setSearch(compareAddress(next));
  const chosen = links.runs(
    new URLSearchParams(address.runs.map(run => ['run', run])),
  );
  return (
    <Container py="4">
      <Flex direction="column" gap="5">
        <Flex align="center" justify="between">
          <Text as="h2" variant="title-small">
            Comparison
          </Text>
          <MaybeLink href={chosen}>Choose other runs</MaybeLink>
        </Flex>
        {!enough && (
          <EmptyState title="Two to five runs can be compared">
            Choose them in <MaybeLink href={chosen}>the list of runs</MaybeLink>
            : what differs between them is shown here.
          </EmptyState>
        )}
        {enough && compared.status === 'loading' && <CompareSkeleton />}
        {enough && compared.status === 'failed' && (
          <ErrorPanel error={compared.error} retry={compared.refresh} />
        )}
        {enough && compared.status === 'loaded' && (
          <Compared
            comparison={compared.answer}
            all={address.all}
            onAll={all => go({ ...address, all })}
            onLead={run => go(ledBy(address, run))}
            onRemove={run => go(without(address, run))}
          />
        )}
      </Flex>
    </Container>
  );
}

function Compared({
  comparison: { runs, values, sentences, notComparable },
  all,
  onAll,
  onLead,
  onRemove,
}: {
  readonly comparison: Comparison;
  readonly all: boolean;
  readonly onAll: (all: boolean) => void;
  readonly onLead: (run: string) => void;
  readonly onRemove: (run: string) => void;
}) {
  const changes = notComparable.length === 0;
  const groups = comparedGroups(values, all);
  return (
    <>
      <section aria-label="In words" className={styles.words}>
        {sentences.map(({ run, says }) => (
          <div key={run}>
            <Text as="h3" variant="title-x-small">
              {`What differs in ${run}`}
            </Text>
            <ul>
              {says.map(sentence => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
        ))}
      </section>
      {!changes && (
        <Alert
          status="warning"
          icon
          title="The figures of these runs cannot be compared"
          description={notComparable.join(' ')}
        />
      )}
      <ComparedRuns
        runs={runs}
        changes={changes}
        onLead={onLead}
        onRemove={onRemove}
      />
      <Switch
        label="Also show what is the same"
        isSelected={all}
        onChange={onAll}
      />
      {groups.length === 0 && (
        <EmptyState title="Nothing differs">
          These runs had the same specification, data, code and environment, and
          the same came out.
        </EmptyState>
      )}
      {groups.map(group => (
        <ComparedTable
          key={group.about}
          group={group}
          runs={runs}
          changes={changes}
        />
      ))}
    </>
  );
}

function CompareSkeleton() {
  return (
    <Flex
      direction="column"
      gap="4"
      aria-busy
      aria-label="Comparing"
      role="status"
    >
      <Skeleton width="60%" height={72} />
      <Skeleton width="100%" height={150} />
      <Skeleton width="100%" height={300} />
    </Flex>
  );
}
