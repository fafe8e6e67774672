import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import type { PreviewSource } from './previewSource';

const LARGEST = 4 * 1024 * 1024;

/** Kinds that hold pixels and nothing that runs. SVG is not among them: it can hold a script. */
const KINDS: readonly (readonly [string, Readonly<Record<number, string>>])[] =
  [
    ['image/png', { 0: '\x89PNG\r\n\x1a\n' }],
    ['image/jpeg', { 0: '\xff\xd8\xff' }],
    ['image/gif', { 0: 'GIF87a' }],
    ['image/gif', { 0: 'GIF89a' }],
    ['image/webp', { 0: 'RIFF', 8: 'WEBP' }],
  ];

/** By the first bytes; the name is not believed. */
export function imageType(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  const kind = KINDS.find(([, marks]) =>
    Object.entries(marks).every(([at, mark]) =>
      text.startsWith(mark, Number(at)),
    ),
  );
  return kind?.[0];
}

export async function imagePreview(
  { bytes, read }: PreviewSource,
  mediaType: string,
): Promise<Preview> {
  if (bytes > LARGEST) {
    return {
      kind: 'none',
      because: 'This picture is larger than 4 MB. Download it to look at it.',
    };
  }
  const content = await read(0, LARGEST);
  return { kind: 'image', mediaType, base64: content.toString('base64') };
}
