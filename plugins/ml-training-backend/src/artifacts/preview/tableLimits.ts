export const MOST_ROWS = 50;
export const MOST_COLUMNS = 200;
const LONGEST = 300;

/** A cell as long as a page can show it. */
export function shortText(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST - 1);
  // Half of a pair is no character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
