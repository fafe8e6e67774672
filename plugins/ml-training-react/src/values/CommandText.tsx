import { ButtonIcon, Flex } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import styles from './values.module.css';

/** The same from a terminal: one click copies it. */
export function CommandText({ command }: { readonly command: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Flex align="center" gap="1" className={styles.inline}>
      <code className={styles.code}>{command}</code>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
        aria-label={copied ? 'Copied the command' : 'Copy the command'}
        onPress={async () => {
          await navigator.clipboard.writeText(command);
          setCopied(true);
        }}
      />
    </Flex>
  );
}
