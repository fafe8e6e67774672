import {
  countText,
  type BundleView,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import { ScrollBox } from '../scrolling/ScrollBox';
import { DigestText } from '../values/DigestText';
import styles from './bundles.module.css';

/** The files that were run, the specification first and open. */
export function BundleFiles({
  files,
  specification,
}: Pick<BundleView, 'files' | 'specification'>) {
  const ordered = [...files].sort(
    (a, b) =>
      Number(b.path === specification) - Number(a.path === specification) ||
      a.path.localeCompare(b.path),
  );
  return (
    <Flex direction="column" gap="2">
      {ordered.map(({ path, sha256, bytes, text }) => (
        <Accordion key={path} defaultExpanded={path === specification}>
          <AccordionTrigger>
            <Flex gap="3" align="center">
              <code>{path}</code>
              <Text color="secondary">{countText(bytes)} bytes</Text>
            </Flex>
          </AccordionTrigger>
          <AccordionPanel>
            <Flex direction="column" gap="2">
              <DigestText digest={sha256} of={path} />
              {text === null ? (
                <Text color="secondary">
                  This file is no text or too large to be shown.
                </Text>
              ) : (
                <ScrollBox className={styles.source} aria-label={path}>
                  {text}
                </ScrollBox>
              )}
            </Flex>
          </AccordionPanel>
        </Accordion>
      ))}
    </Flex>
  );
}
