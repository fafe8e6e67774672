import {
  digestOfText,
  shortDigest,
} from '@trainyard/backstage-plugin-ml-training-common';

/** Of a name of Kubernetes' that is also a label's value. */
export const MAX_NAME = 63;

/**
 * A DNS label that says what it can of a text and is another for another text.
 *
 * @param identity - what tells it from others; its digest ends the name
 */
export function distinctName(readable: string, identity: string): string {
  const end = `-${shortDigest(digestOfText(identity))}`;
  const begin = cleaned(readable).slice(0, MAX_NAME - end.length);
  return `${begin.replace(/-+$/, '') || 'trainyard'}${end}`;
}

/** The text itself where it is short enough, else a distinct name for it. */
export function boundedName(text: string): string {
  return text.length <= MAX_NAME ? text : distinctName(text, text);
}

function cleaned(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
}

/** What a label can hold of a text: all of it, or a distinct name. */
export function labelValue(text: string): string {
  return LABEL_VALUE.test(text) ? text : distinctName(text, text);
}

const LABEL_VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
