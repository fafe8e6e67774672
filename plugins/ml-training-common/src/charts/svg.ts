/** Elements that charts are made of: nothing that runs, loads or links. */
export type SvgTag =
  'svg' | 'title' | 'desc' | 'g' | 'path' | 'line' | 'rect' | 'circle' | 'text';

/** A drawing as a tree, so that a string and React elements come from one source. */
export interface SvgNode {
  readonly tag: SvgTag;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgNode | string)[];
}

export function svg(
  tag: SvgTag,
  attributes: SvgNode['attributes'] = {},
  children: SvgNode['children'] = [],
): SvgNode {
  return { tag, attributes, children };
}

/** A drawing with the words that a reader hears who does not see it. */
export function drawing(
  size: { readonly width: number; readonly height: number },
  words: { readonly title: string; readonly desc: string },
  children: readonly SvgNode[],
): SvgNode {
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${size.width} ${size.height}`,
      width: size.width,
      height: size.height,
      role: 'img',
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
    },
    [
      svg('title', {}, [words.title]),
      svg('desc', {}, [words.desc]),
      ...children,
    ],
  );
}

/** The drawing's source text. Attribute names come from charts, never from users. */
export function svgText({ tag, attributes, children }: SvgNode): string {
  const written = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(attributeText(value))}"`)
    .join('');
  const inside = children
    .map(child => (typeof child === 'string' ? escaped(child) : svgText(child)))
    .join('');
  return inside === ''
    ? `<${tag}${written}/>`
    : `<${tag}${written}>${inside}</${tag}>`;
}

/** Places are rounded to a hundredth of a pixel, so that a last bit does not change a report. */
function attributeText(value: string | number): string {
  return typeof value === 'number'
    ? String(Math.round(value * 100) / 100)
    : value;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML and XML show it, between tags and in quoted attributes. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, character => ENTITIES[character]);
}

/** Zero-width signs and tags, which Unicode counts among formats together with honest joiners. */
const HIDDEN = '\u200B\u2060\uFEFF\u{E0000}-\u{E007F}';

const INVISIBLE = new RegExp(
  `(?![\\t\\n\\r])[\\p{Cc}\\p{Cs}\\p{Bidi_Control}${HIDDEN}]`,
  'gu',
);

/**
 * Characters that cannot be seen, or that turn the direction of what follows, become
 * U+FFFD: a name must not be able to look like another one. Tabs and line ends stay.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '\u{FFFD}');
}
