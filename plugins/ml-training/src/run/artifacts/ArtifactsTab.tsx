import {
  hasEnded,
  type ArtifactRoots,
  type RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  ArtifactTree,
  bytesText,
  DigestText,
  EmptyState,
  ErrorPanel,
  FilePreview,
  ListSkeleton,
  useAnswer,
  useDownload,
} from '@trainyard/backstage-plugin-ml-training-react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Button,
  Flex,
  Text,
} from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import styles from '../run.module.css';
import { useRunPlace } from '../useRunPlace';

type Root = ArtifactRoots['items'][number];

/** What the steps sealed: trees of files with sizes and digests; the opened file above them. */
export function ArtifactsTab({ run }: { readonly run: RunDetail }) {
  const asked = useAnswer(
    'listArtifacts',
    { run: run.run },
    { again: () => (hasEnded(run.state) ? undefined : 3000) },
  );
  const download = useDownload();
  if (asked.status === 'loading') return <ListSkeleton />;
  if (asked.status === 'failed') {
    return <ErrorPanel error={asked.error} retry={asked.refresh} />;
  }
  const { items } = asked.answer;
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing was sealed yet">
        What a step writes appears here when it has ended.
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="3">
      {download.error && (
        <ErrorPanel
          error={download.error}
          means="The file was not downloaded."
        />
      )}
      <OpenedFile run={run.run} download={download} />
      {items.map(root => (
        <ArtifactRoot
          key={`${root.step} ${root.output}`}
          run={run.run}
          root={root}
          download={download}
        />
      ))}
    </Flex>
  );
}

function OpenedFile({
  run,
  download,
}: {
  readonly run: string;
  readonly download: ReturnType<typeof useDownload>;
}) {
  const [search, setSearch] = useSearchParams();
  const tree = search.get('tree');
  const path = search.get('path');
  if (!tree || !path) return null;
  const name = path.split('/').at(-1) ?? path;
  return (
    <Flex direction="column" gap="2" role="region" aria-label={path}>
      <Flex align="center" gap="3">
        <Text variant="title-x-small" as="h3">
          {path}
        </Text>
        <Button
          size="small"
          variant="secondary"
          aria-disabled={download.saving !== undefined || undefined}
          onPress={() =>
            download.save('downloadFile', { run, tree, path }, name)
          }
        >
          {download.saving === name ? 'Downloading …' : `Download ${name}`}
        </Button>
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setSearch({}, { replace: true })}
        >
          Close
        </Button>
      </Flex>
      <FilePreview run={run} tree={tree} path={path} />
    </Flex>
  );
}

function ArtifactRoot({
  run,
  root: { step, output, tree, files, bytes, hidden },
  download,
}: {
  readonly run: string;
  readonly root: Root;
  readonly download: ReturnType<typeof useDownload>;
}) {
  const place = useRunPlace(run);
  const [search, setSearch] = useSearchParams();
  const key = `${step}/${output}`;
  const opened = search.getAll('open').includes(key);
  const open = (expanded: boolean) =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        if (expanded) after.append('open', key);
        else after.delete('open', key);
        return after;
      },
      { replace: true },
    );
  return (
    <Accordion isExpanded={opened} onExpandedChange={open}>
      <AccordionTrigger>
        <span className={styles.output}>
          <code>
            {step} / {output}
          </code>
          <Text color="secondary">
            {files === 1 ? '1 file' : `${files} files`}, {bytesText(bytes)}
          </Text>
        </span>
      </AccordionTrigger>
      <AccordionPanel>
        {opened && (
          <Flex direction="column" gap="3">
            <DigestText digest={tree} of={`${output} of ${step}`} />
            {hidden === null ? (
              <ArtifactTree
                run={run}
                tree={tree}
                hrefOf={path =>
                  `${place('artifacts', { open: key, tree, path })}`
                }
                download={download}
              />
            ) : (
              <Alert status="info" icon title={hidden} />
            )}
          </Flex>
        )}
      </AccordionPanel>
    </Accordion>
  );
}
