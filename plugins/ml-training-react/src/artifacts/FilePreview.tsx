import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import { countText } from '@trainyard/backstage-plugin-ml-training-common';
import { Flex, Skeleton, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { ScrollBox } from '../scrolling/ScrollBox';
import { FactTable } from '../tables/FactTable';
import styles from './artifacts.module.css';

/** The beginning of a file, as far as a page can show it. */
export function FilePreview({
  run,
  tree,
  path,
}: {
  readonly run: string;
  readonly tree: string;
  readonly path: string;
}) {
  const asked = useAnswer('previewFile', { run, tree, path });
  if (asked.status === 'loading') return <Skeleton width="100%" height={320} />;
  if (asked.status === 'failed') {
    return (
      <ErrorPanel
        error={asked.error}
        means="The file cannot be shown; it may still be downloaded."
        retry={asked.refresh}
      />
    );
  }
  return <PreviewOf path={path} preview={asked.answer} />;
}

function PreviewOf({
  path,
  preview,
}: {
  readonly path: string;
  readonly preview: Preview;
}) {
  switch (preview.kind) {
    case 'text':
      return (
        <Flex direction="column" gap="2">
          <ScrollBox className={styles.text} aria-label={`Preview of ${path}`}>
            {preview.language === 'json'
              ? prettyJson(preview.text)
              : preview.text}
          </ScrollBox>
          {preview.cut && (
            <Text color="secondary">
              Only the beginning is shown; download the file to read the rest.
            </Text>
          )}
        </Flex>
      );
    case 'table':
      return <TablePreview table={preview} />;
    case 'image':
      return (
        <img
          className={styles.image}
          alt={path}
          src={`data:${preview.mediaType};base64,${preview.base64}`}
        />
      );
    default:
      return <Text color="secondary">{preview.because}</Text>;
  }
}

/** Of a file that was cut there is no JSON to read: it is shown as it is. */
function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function TablePreview({
  table: { columns, rows, totalRows },
}: {
  readonly table: Extract<Preview, { kind: 'table' }>;
}) {
  const numbered = rows.map((cells, at) => ({ at, cells }));
  const counted =
    totalRows === null
      ? `The first ${rows.length} rows`
      : `${rows.length} of ${countText(totalRows)} rows`;
  return (
    <Flex direction="column" gap="2">
      <Text color="secondary">
        {counted}, {columns.length} columns
      </Text>
      <ScrollBox className={styles.table} aria-label="Rows">
        <FactTable<(typeof numbered)[number]>
          keyOf={({ at }) => String(at)}
          rows={numbered}
          columns={columns.map(({ name, type }, i) => ({
            heading: `${name} (${type})`,
            numbers: rows.some(cells => typeof cells[i] === 'number'),
            value: ({ cells }) =>
              cells[i] === null ? (
                <Text color="secondary">null</Text>
              ) : (
                String(cells[i])
              ),
          }))}
        />
      </ScrollBox>
    </Flex>
  );
}
