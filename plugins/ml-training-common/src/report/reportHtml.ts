import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { escaped, svg, svgText } from '../charts/svg';
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
import { STYLESHEET } from './stylesheet';

/**
 * The report as one HTML file that asks nobody for anything: no script, no request,
 * and a policy of its own that forbids both, whatever a name in it tries.
 */
export function reportHtml(evidence: ReportEvidence): string {
  const report = reportOf(evidence);
  const title = `${report.title}: ${report.verdict.word}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLESHEET}</style>
</head>
<body>
<main>
${header(report)}
${verdict(report)}
${figures(report)}
${contents(report)}
${report.sections.map(section).join('\n')}
</main>
</body>
</html>
`;
}

/** Only this style, known by its hash; nothing else is loaded, run, sent or framed. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${base64(sha256(utf8ToBytes(STYLESHEET)))}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function header({ title, about, description }: Report): string {
  return `<header>
<p class="about">${about.map(escaped).join(' · ')}</p>
<h1>${escaped(title)}</h1>
${description ? `<p class="description">${escaped(description)}</p>` : ''}
</header>`;
}

/** Outlines of 20 by 20: a glyph may be missing from the reader's fonts. */
const SIGN: Record<Report['verdict']['tone'], string> = {
  good: 'M4 10.5 8 14.5 16 6',
  warning:
    'M10 2 17 4.5v5.2c0 4.2-3 7-7 8.3-4-1.3-7-4.1-7-8.3V4.5ZM10 6.5v4.5M10 13.6v.4',
  bad: 'M5 5 15 15M15 5 5 15',
  quiet: 'M4 10H16',
};

function sign(tone: Report['verdict']['tone']): string {
  return svgText(
    svg(
      'svg',
      { viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' },
      [
        svg('path', {
          d: SIGN[tone],
          fill: 'none',
          stroke: 'currentColor',
          'stroke-width': 2,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        }),
      ],
    ),
  );
}

function verdict({
  verdict: { tone, word, sentence, because },
}: Report): string {
  return `<section class="verdict ${tone}" aria-labelledby="verdict">
<h2 id="verdict">${sign(tone)} ${escaped(word)}</h2>
<p>${escaped(sentence)}</p>
${because.length > 0 ? list(because) : ''}
</section>`;
}

function figures({ figures: all }: Report): string {
  if (all.length === 0) return '';
  const items = all.map(
    ({ name, value, note }) =>
      `<div><dt>${escaped(name)}</dt><dd class="value">${escaped(value)}</dd>${
        note ? `<dd class="note">${escaped(note)}</dd>` : ''
      }</div>`,
  );
  return `<dl class="figures">${items.join('')}</dl>`;
}

function contents({ sections }: Report): string {
  const items = sections.map(
    ({ id, heading }) => `<li><a href="#${id}">${escaped(heading)}</a></li>`,
  );
  return `<nav aria-label="Sections"><ul>${items.join('')}</ul></nav>`;
}

function section({ id, heading, blocks }: Section): string {
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(heading)}</h2>
${blocks.map(block).join('\n')}
</section>`;
}

function block(one: Block): string {
  switch (one.block) {
    case 'paragraph':
      return `<p>${wordsText(one.words)}</p>`;
    case 'list':
      return list(one.items);
    case 'table':
      return table(one);
    case 'chart':
      return `<figure>${svgText(one.chart)}</figure>`;
    default:
      return `<details><summary>${escaped(one.summary)}</summary>${one.blocks
        .map(block)
        .join('')}</details>`;
  }
}

function list(items: readonly Words[]): string {
  const written = items.map(item => `<li>${wordsText(item)}</li>`);
  return `<ul>${written.join('')}</ul>`;
}

/** Scrolls sideways by itself where it is too wide, by keyboard too. */
function table({ caption, columns, rows }: Table): string {
  const classOf = (i: number) => columns[i]?.holds ?? '';
  const head = columns.map(
    ({ heading }, i) =>
      `<th scope="col"${classAttribute([classOf(i)])}>${escaped(heading)}</th>`,
  );
  const body = rows.map(
    row => `<tr>${row.map((one, i) => cell(one, i, classOf(i))).join('')}</tr>`,
  );
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(caption)}">
<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody>
</table>
</div>`;
}

function cell(
  { words, tone, heat = 0 }: Cell,
  index: number,
  alignment: string,
): string {
  const classes = classAttribute([
    alignment,
    tone ? `status ${tone}-text` : '',
    heat !== 0 ? `heat ${heat < 0 ? 'worse' : 'better'}-${Math.abs(heat)}` : '',
  ]);
  const mark = heatMark(heat);
  const inside =
    wordsText(words) + (mark && `<span class="mark">${escaped(mark)}</span>`);
  return index === 0
    ? `<th scope="row"${classes}>${inside}</th>`
    : `<td${classes}>${inside}</td>`;
}

function classAttribute(names: readonly string[]): string {
  const written = names.filter(Boolean).join(' ');
  return written ? ` class="${written}"` : '';
}

function wordsText(words: Words): string {
  if (typeof words === 'string') return escaped(words);
  return words
    .map(word => {
      if (typeof word === 'string') return escaped(word);
      return 'code' in word
        ? `<code>${escaped(word.code)}</code>`
        : `<strong>${escaped(word.strong)}</strong>`;
    })
    .join('');
}
