import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import { unfinished } from '../../logs/utf8Pieces';
import { decodedText } from './decodedText';
import { prettyJson } from './prettyJson';
import type { PreviewSource } from './previewSource';

const SHOWN = 65_536;
/** Up to here JSON is shown whole, a value a line. */
const PRETTY = 262_144;

type Language = Extract<Preview, { kind: 'text' }>['language'];

const LANGUAGES: Readonly<Record<string, Language>> = {
  json: 'json',
  md: 'markdown',
  yaml: 'yaml',
  yml: 'yaml',
  lock: 'yaml',
  py: 'python',
  sql: 'sql',
};

/** The beginning of a text, or why there is none to show. HTML and SVG are text here. */
export async function textPreview({
  path,
  bytes,
  read,
}: PreviewSource): Promise<Preview> {
  const extension = /\.([^./]+)$/.exec(path)?.[1].toLowerCase() ?? '';
  const language = new Map(Object.entries(LANGUAGES)).get(extension) ?? 'text';
  if (language === 'json' && bytes <= PRETTY) {
    const pretty = prettyJson(decodedText(await read(0, PRETTY)) ?? '');
    if (pretty !== undefined) {
      return { kind: 'text', language, text: pretty, cut: false };
    }
  }
  const head = await read(0, SHOWN);
  const cut = bytes > head.length;
  const whole = head.subarray(0, head.length - (cut ? unfinished(head) : 0));
  const text = decodedText(whole);
  return text === undefined
    ? {
        kind: 'none',
        because: 'This is no text, table or picture that a page can show.',
      }
    : { kind: 'text', language, text, cut };
}
