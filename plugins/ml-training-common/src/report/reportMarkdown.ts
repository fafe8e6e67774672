import { visible } from '../charts/svg';
import { reportOf } from './report';
import type { ReportEvidence } from './reportEvidence';
import {
  heatMark,
  type Block,
  type Cell,
  type Report,
  type Section,
  type Table,
  type Words,
} from './reportParts';

/** The report as GitHub-flavoured Markdown, without pictures. Users' text cannot become markup in it. */
export function reportMarkdown(evidence: ReportEvidence): string {
  const report = reportOf(evidence);
  return `${[
    `# ${lineStart(plain(report.title))}`,
    report.about.map(plain).join(' · '),
    ...(report.description ? [lineStart(plain(report.description))] : []),
    `**${plain(report.verdict.word)}.** ${plain(report.verdict.sentence)}`,
    ...list(report.verdict.because),
    ...figures(report),
    ...report.sections.flatMap(section),
  ].join('\n\n')}\n`;
}

function figures({ figures: all }: Report): string[] {
  return list(
    all.map(({ name, value, note }) => [
      `${name}: `,
      { strong: value },
      note ? ` (${note})` : '',
    ]),
  );
}

function section({ heading, blocks }: Section): string[] {
  return [`## ${plain(heading)}`, ...blocks.flatMap(block)];
}

function block(one: Block): string[] {
  switch (one.block) {
    case 'paragraph':
      return [lineStart(wordsText(one.words))];
    case 'list':
      return list(one.items);
    case 'table':
      return table(one);
    case 'details':
      return [`**${plain(one.summary)}**`, ...one.blocks.flatMap(block)];
    default:
      // The tables beside a picture hold its numbers.
      return [];
  }
}

function list(items: readonly Words[]): string[] {
  return items.length === 0
    ? []
    : [items.map(item => `- ${lineStart(wordsText(item))}`).join('\n')];
}

function table({ caption, columns, rows }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    lineStart(plain(caption)),
    [
      line(columns.map(({ heading }) => plain(heading))),
      line(columns.map(({ holds }) => (holds === 'numbers' ? '--:' : '---'))),
      ...rows.map(row => line(row.map(cellText))),
    ].join('\n'),
  ];
}

function cellText({ words, heat = 0 }: Cell): string {
  return [wordsText(words, true), heatMark(heat)].filter(Boolean).join(' ');
}

function wordsText(words: Words, inTable = false): string {
  if (typeof words === 'string') return plain(words);
  return words
    .map(word => {
      if (typeof word === 'string') return plain(word);
      if ('strong' in word) return `**${plain(word.strong)}**`;
      // A bar ends a cell, even inside code.
      const span = codeSpan(word.code);
      return inTable ? span.replace(/\|/g, '\\|') : span;
    })
    .join('');
}

/**
 * Text that Markdown shows as it is. Line ends become spaces; what would begin
 * markup, a link, an address or a mention is escaped.
 */
export function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>#|~&$@]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.');
}

/** A dash or a number and a dot would begin a list where a line begins. */
function lineStart(markdown: string): string {
  return markdown.replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Fenced by more backticks than it holds. */
function codeSpan(text: string): string {
  const inside = oneLine(text);
  const longest = Math.max(
    0,
    ...(inside.match(/`+/g) ?? []).map(run => run.length),
  );
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$|^$/.test(inside) ? ' ' : '';
  return `${fence}${pad}${inside}${pad}${fence}`;
}

function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ');
}
