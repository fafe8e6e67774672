import { ButtonIcon, Flex, Skeleton, Text } from '@backstage/ui';
import { RiDownloadLine, RiFolderLine } from '@remixicon/react';
import { useMemo } from 'react';
import { useAnswer } from '../client/useAnswer';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { MaybeLink } from '../routes/MaybeLink';
import { FactTable } from '../tables/FactTable';
import { DigestText } from '../values/DigestText';
import styles from './artifacts.module.css';
import { bytesText } from './bytesText';
import { fileTree, type TreeEntry } from './fileTree';
import type { Download } from './useDownload';

/** The files of an artifact with sizes and digests; each opens or downloads. */
export function ArtifactTree({
  run,
  tree,
  hrefOf,
  download,
}: {
  readonly run: string;
  readonly tree: string;
  /** Where a file is shown. */
  readonly hrefOf: (path: string) => string | undefined;
  readonly download: Download;
}) {
  const asked = useAnswer('listArtifactFiles', { run, tree });
  const files = asked.status === 'loaded' ? asked.answer.files : NONE;
  const entries = useMemo(() => fileTree(files), [files]);
  if (asked.status === 'loading') return <Skeleton width="100%" height={160} />;
  if (asked.status === 'failed') {
    return <ErrorPanel error={asked.error} retry={asked.refresh} />;
  }
  const shown = entries.slice(0, MOST);
  return (
    <Flex direction="column" gap="2">
      <FactTable
        keyOf={({ kind, path }) => `${kind}:${path}`}
        rows={shown}
        columns={[
          {
            heading: 'File',
            value: entry => <EntryName entry={entry} hrefOf={hrefOf} />,
          },
          {
            heading: 'Size',
            numbers: true,
            value: entry =>
              bytesText(entry.kind === 'file' ? entry.file.bytes : entry.bytes),
          },
          {
            heading: 'Digest',
            value: entry =>
              entry.kind === 'file' && (
                <DigestText digest={entry.file.sha256} of={entry.path} />
              ),
          },
          {
            heading: 'Download',
            value: entry =>
              entry.kind === 'file' && (
                <ButtonIcon
                  size="small"
                  variant="tertiary"
                  icon={<RiDownloadLine />}
                  aria-label={`Download ${entry.path}`}
                  isPending={download.saving === entry.name}
                  onPress={() =>
                    download.save(
                      'downloadFile',
                      { run, tree, path: entry.path },
                      entry.name,
                    )
                  }
                />
              ),
          },
        ]}
      />
      {entries.length > MOST && (
        <Text color="secondary">
          {entries.length - MOST} more files; the command line lists all.
        </Text>
      )}
    </Flex>
  );
}

const NONE: [] = [];
/** A dataset may have thousands of parts: more rows than this would slow the page and tell nobody more. */
const MOST = 300;

function EntryName({
  entry,
  hrefOf,
}: {
  readonly entry: TreeEntry;
  readonly hrefOf: (path: string) => string | undefined;
}) {
  return (
    <span
      className={styles.entry}
      style={{ paddingInlineStart: `${entry.depth * 1.25}rem` }}
    >
      {entry.kind === 'folder' ? (
        <>
          <RiFolderLine size={16} aria-hidden /> {entry.name}/
        </>
      ) : (
        <MaybeLink href={hrefOf(entry.path)}>{entry.name}</MaybeLink>
      )}
    </span>
  );
}
