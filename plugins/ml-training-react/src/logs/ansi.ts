import Anser from 'anser';

/** A stretch of a line in one style. Text only: it is drawn as text, never as markup. */
export interface StyledText {
  readonly text: string;
  readonly tone: 'danger' | 'success' | 'warning' | 'info' | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
}

/**
 * Reads a terminal's colours. Eight colours become the portal's four tones, which
 * can be read on light and dark; everything else that a terminal obeys (moving the
 * cursor, titles, links) and other control characters are left out.
 */
export function styledText(line: string): readonly StyledText[] {
  if (!CONTROLS.test(line)) {
    return [{ text: line, tone: undefined, bold: false, dim: false }];
  }
  const safe = line.replace(COMMANDS, '').replace(OTHER_CONTROLS, '');
  return Anser.ansiToJson(safe, { json: true, use_classes: true })
    .filter(({ content }) => content !== '')
    .map(({ content, fg, decorations }) => ({
      text: content.replace(ESCAPES, ''),
      tone: TONES[fg?.replace('bright-', '')],
      bold: decorations.includes('bold'),
      dim: decorations.includes('dim'),
    }));
}

/* eslint-disable no-control-regex */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
/** Operating system commands and other strings for the terminal, with their ends. */
const COMMANDS =
  /\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g;
const OTHER_CONTROLS =
  /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g;
const ESCAPES = /\u001b/g;
/* eslint-enable no-control-regex */

const TONES: Readonly<Record<string, StyledText['tone']>> = {
  'ansi-red': 'danger',
  'ansi-green': 'success',
  'ansi-yellow': 'warning',
  'ansi-blue': 'info',
  'ansi-cyan': 'info',
  'ansi-magenta': 'info',
};
