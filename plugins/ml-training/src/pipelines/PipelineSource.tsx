import type { SourceReading } from '@trainyard/backstage-plugin-ml-training-common';
import {
  EmptyState,
  ErrorPanel,
  ProblemList,
  useAnswer,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { SourceFile } from './SourceFile';

/** The specification as it lies at its source now, with its problems. */
export function PipelineSource({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}) {
  const reading = useAnswer('readSource', { namespace, name });
  if (reading.status === 'failed') {
    return <ErrorPanel error={reading.error} retry={reading.refresh} />;
  }
  if (reading.status === 'loading') {
    return (
      <Flex
        direction="column"
        gap="3"
        aria-busy
        aria-label="Reading"
        role="status"
      >
        <Skeleton width="60%" height={20} />
        <Skeleton width="100%" height={400} />
      </Flex>
    );
  }
  const { source, specification, files, problems } = reading.answer;
  const ordered = [...files].sort(
    (one, other) =>
      Number(other.path === specification) -
        Number(one.path === specification) || (one.path < other.path ? -1 : 1),
  );
  return (
    <Flex direction="column" gap="4">
      {source && <Verdict problems={problems} />}
      {source ? (
        <SourceText source={source} />
      ) : (
        <EmptyState title="There is nothing to read">
          The annotation of this pipeline in the catalog leads nowhere.
        </EmptyState>
      )}
      {problems.length > 0 && <ProblemList problems={problems} />}
      {ordered.map(file => (
        <SourceFile
          key={file.path}
          file={file}
          problems={problems.filter(problem => problem.file === file.path)}
        />
      ))}
    </Flex>
  );
}

function Verdict({ problems }: Pick<SourceReading, 'problems'>) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) {
    return <Alert status="success" icon title="It can be run as it is" />;
  }
  return (
    <Alert
      status="danger"
      icon
      title={
        errors === 1
          ? 'It cannot be run: 1 problem'
          : `It cannot be run: ${errors} problems`
      }
    />
  );
}

function SourceText({
  source: { target, commit, dirty },
}: {
  readonly source: NonNullable<SourceReading['source']>;
}) {
  return (
    <Text color="secondary">
      Read from <code>{target}</code>
      {commit === null ? (
        ', which is not in git'
      ) : (
        <>
          {' at commit '}
          <code title={commit}>{commit.slice(0, 12)}</code>
        </>
      )}
      {dirty && ', with changes that are not committed'}.
    </Text>
  );
}
