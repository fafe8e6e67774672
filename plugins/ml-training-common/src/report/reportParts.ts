import type { SvgNode } from '../charts/svg';

/** Text with names in it. What users wrote is `code` or a plain string; renderers escape both. */
export type Words =
  | string
  | readonly (
      string | { readonly code: string } | { readonly strong: string }
    )[];

/** What a status means for the reader; always told by a word and a sign too. */
export type Tone = 'good' | 'warning' | 'bad' | 'quiet';

export interface Cell {
  readonly words: Words;
  readonly tone?: Tone;
  /** −4 (much worse than all rows) … 4 (much better). */
  readonly heat?: number;
}

export interface Table {
  readonly block: 'table';
  /** What a reader learns from it; said above the table and by screen readers. */
  readonly caption: string;
  readonly columns: readonly {
    readonly heading: string;
    /** What stays on one line, and numbers at the right. */
    readonly holds?: 'numbers' | 'instants';
  }[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Cell[])[];
}

export type Block =
  | { readonly block: 'paragraph'; readonly words: Words }
  | { readonly block: 'list'; readonly items: readonly Words[] }
  | Table
  | { readonly block: 'chart'; readonly chart: SvgNode }
  | {
      readonly block: 'details';
      readonly summary: string;
      readonly blocks: readonly Block[];
    };

export interface Section {
  /** Part of a link inside the document; letters and dashes. */
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A report before anybody decided what it is written in. */
export interface Report {
  readonly title: string;
  /** Of what, and whose. */
  readonly about: readonly string[];
  readonly description?: string;
  readonly verdict: {
    readonly tone: Tone;
    /** One or two words. */
    readonly word: string;
    readonly sentence: string;
    readonly because: readonly Words[];
  };
  readonly figures: readonly {
    readonly name: string;
    readonly value: string;
    readonly note?: string;
  }[];
  readonly sections: readonly Section[];
}

export function paragraph(words: Words): Block {
  return { block: 'paragraph', words };
}

export function text(words: Words): Cell {
  return { words };
}

export function code(name: string): Cell {
  return { words: [{ code: name }] };
}

/** Says without colour what is far from all rows. */
export function heatMark(heat: number): string {
  if (Math.abs(heat) < 3) return '';
  return heat < 0 ? '▼' : '▲';
}
