import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Change,
  Figure,
  RunName,
  RunStateBadge,
  When,
  metricWords,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Button, Card, CardBody, CardFooter, Flex } from '@backstage/ui';
import styles from './compare.module.css';

/** The runs of a comparison with what stands for each; the first is what the others are held against. */
export function ComparedRuns({
  runs,
  changes,
  onLead,
  onRemove,
}: {
  readonly runs: readonly RunSummary[];
  /** False where figures may not be compared. */
  readonly changes: boolean;
  readonly onLead: (run: string) => void;
  readonly onRemove: (run: string) => void;
}) {
  const [first] = runs;
  const links = useTrainingLinks();
  return (
    <ul className={styles.runs} aria-label="Compared runs">
      {runs.map(run => (
        <li key={run.run}>
          <Card>
            <CardBody>
              <Flex direction="column" gap="3">
                <RunName run={run} links={links} />
                <Flex align="center" gap="2">
                  <RunStateBadge state={run.state} />
                  <When at={run.submittedAt} />
                </Flex>
                <Headline run={run} first={changes ? first : run} />
              </Flex>
            </CardBody>
            <CardFooter>
              <Flex gap="2" align="center">
                {run === first ? (
                  <span className={styles.small}>
                    The others are held against it
                  </span>
                ) : (
                  <Button
                    size="small"
                    variant="secondary"
                    aria-label={`Hold the others against ${run.run}`}
                    onPress={() => onLead(run.run)}
                  >
                    Put first
                  </Button>
                )}
                {runs.length > 2 && (
                  <Button
                    size="small"
                    variant="tertiary"
                    aria-label={`Take ${run.run} out of the comparison`}
                    onPress={() => onRemove(run.run)}
                  >
                    Take out
                  </Button>
                )}
              </Flex>
            </CardFooter>
          </Card>
        </li>
      ))}
    </ul>
  );
}

function Headline({
  run: { headline },
  first,
}: {
  readonly run: RunSummary;
  readonly first: RunSummary;
}) {
  if (headline === null) return <span>No headline metric</span>;
  const { metric, value, better } = headline;
  const against =
    first.headline !== headline && first.headline?.metric === metric
      ? first.headline.value
      : undefined;
  return (
    <span className={styles.figures}>
      <span>
        {metricWords(metric)} <Figure value={value} />
      </span>
      {against !== undefined && (
        <span className={styles.small}>
          <Change by={value - against} better={better} />
        </span>
      )}
    </span>
  );
}
