import type { BundleView } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import { FileDifference } from './FileDifference';

/** What changed in the bundle since the run before, file by file. */
export function BundleDifference({
  changes,
}: {
  readonly changes: BundleView['changes'];
}) {
  return (
    <Flex direction="column" gap="2">
      {changes.map(({ path, change, before, after }) => (
        <Accordion key={path} defaultExpanded={changes.length <= FEW}>
          <AccordionTrigger>
            <Flex gap="3" align="center">
              <code>{path}</code>
              <Text color="secondary">{change}</Text>
            </Flex>
          </AccordionTrigger>
          <AccordionPanel>
            {before === null && after === null ? (
              <Text color="secondary">
                This file is no text or too large to be shown.
              </Text>
            ) : (
              <FileDifference
                path={path}
                before={before ?? ''}
                after={after ?? ''}
              />
            )}
          </AccordionPanel>
        </Accordion>
      ))}
    </Flex>
  );
}

/** As many changed files as are shown open from the beginning. */
const FEW = 5;
