import { ButtonIcon, Flex } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import styles from './values.module.css';

/** A digest: 12 characters, one click copies all of it. */
export function DigestText({
  digest,
  of,
}: {
  readonly digest: string;
  /** What it names, for screen readers. */
  readonly of: string;
}) {
  const [copied, setCopied] = useState(false);
  return (
    <Flex align="center" gap="1" className={styles.inline}>
      <code className={styles.code} title={digest}>
        {digest.slice(0, 12)}
      </code>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
        aria-label={copied ? `Copied digest of ${of}` : `Copy digest of ${of}`}
        onPress={async () => {
          await navigator.clipboard.writeText(digest);
          setCopied(true);
        }}
      />
    </Flex>
  );
}
