import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  BundleDifference,
  BundleFiles,
  DigestText,
  ErrorPanel,
  Facts,
  ListSkeleton,
  MaybeLink,
  useAnswer,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, Text } from '@backstage/ui';

/** What was run, with its lock, and what changed since the run before. */
export function SpecificationTab({ run }: { readonly run: RunDetail }) {
  const asked = useAnswer('showBundle', { run: run.run });
  const links = useTrainingLinks();
  if (asked.status === 'loading') return <ListSkeleton />;
  if (asked.status === 'failed') {
    return <ErrorPanel error={asked.error} retry={asked.refresh} />;
  }
  const { files, specification, previous, changes } = asked.answer;
  return (
    <Flex direction="column" gap="5">
      <Facts
        facts={[
          ['Read from', sourceText(run.source)],
          ['Commit', run.source.commit && <code>{run.source.commit}</code>],
          ['Bundle', <DigestText digest={run.bundle} of="the bundle" />],
          ['Plan', <DigestText digest={run.plan} of="the plan" />],
        ]}
      />
      <Flex direction="column" gap="3">
        <Text variant="title-x-small" as="h3">
          What changed since the run before
        </Text>
        {previous && (
          <Text color="secondary">
            Compared with{' '}
            <MaybeLink href={links.run(previous.run)}>{previous.run}</MaybeLink>
          </Text>
        )}
        {changes.length > 0 ? (
          <BundleDifference changes={changes} />
        ) : (
          <Text>
            {previous
              ? 'Nothing: it ran the same files.'
              : 'This is the first run of its pipeline.'}
          </Text>
        )}
      </Flex>
      <Flex direction="column" gap="3">
        <Text variant="title-x-small" as="h3">
          What was run
        </Text>
        <BundleFiles files={files} specification={specification} />
      </Flex>
    </Flex>
  );
}

function sourceText({ target, dirty }: RunDetail['source']): string {
  return dirty ? `${target}, with changes that were not committed` : target;
}
