/** Text of somebody else's making, without what could steer a terminal. */
export function plainText(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, ' ');
}

/** CSI and OSC sequences: colours, cursor moves, titles, links. */
// eslint-disable-next-line no-control-regex
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
