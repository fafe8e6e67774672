import {
  problemText,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Alert, Flex } from '@backstage/ui';

/** Every problem of a specification at once, each with its place and what to write instead. */
export function ProblemList({
  problems,
}: {
  readonly problems: readonly Problem[];
}) {
  return (
    <Flex direction="column" gap="2" role="list" aria-label="Problems">
      {problems.map(problem => (
        <div role="listitem" key={problemText(problem)}>
          <Alert
            status={problem.severity === 'error' ? 'danger' : 'warning'}
            icon
            title={[problem.file, problem.line, problem.column]
              .filter(part => part !== undefined)
              .join(':')}
            description={`${problem.path.length > 0 ? `${problem.path.join('.')}: ` : ''}expected ${problem.expected}, found ${problem.found}. ${problem.advice}`}
          />
        </div>
      ))}
    </Flex>
  );
}
