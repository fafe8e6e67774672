/**
 * The look of a report: no fonts, pictures or scripts from anywhere, light and dark
 * by the reader's system, and fit to be printed.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #171b21; --soft: #59616e; --line: #dfe3e8; --band: #f5f6f8;
  --good: #17713f; --good-band: #e9f6ee; --warning: #8a5300; --warning-band: #fdf3e0;
  --bad: #b3261e; --bad-band: #fdecea; --quiet: #59616e; --quiet-band: #f0f1f4;
  --worse: 199 106 18; --better: 36 110 214;
  --trainyard-ink: var(--ink); --trainyard-muted: var(--soft); --trainyard-grid: var(--line);
  --trainyard-surface: var(--paper); --trainyard-raw: #b4690e; --trainyard-calibrated: #246ed6;
  --trainyard-train: #78818f; --trainyard-validation: #b4690e; --trainyard-test: #246ed6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e7eaee; --soft: #a0a8b4; --line: #303641; --band: #1c2027;
    --good: #6fcf97; --good-band: #14291d; --warning: #f0b35a; --warning-band: #2e2413;
    --bad: #f28b82; --bad-band: #341b1a; --quiet: #a0a8b4; --quiet-band: #23272f;
    --worse: 224 141 60; --better: 92 155 240;
    --trainyard-raw: #e0943c; --trainyard-calibrated: #6aa5f5;
    --trainyard-train: #8b94a3; --trainyard-validation: #e0943c; --trainyard-test: #6aa5f5;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
p, li { max-width: 44rem; }
p { margin: 0.75rem 0; }
h1 { font-size: 2.125rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0.25rem 0 0; overflow-wrap: anywhere; }
h2 { font-size: 1.3125rem; line-height: 1.3; letter-spacing: -0.005em; margin: 3.25rem 0 0.5rem; scroll-margin-top: 1rem; }
.about { margin: 0; color: var(--soft); font-size: 0.875rem; }
.description { margin: 0.5rem 0 0; font-size: 1.0625rem; color: var(--soft); }
.verdict { margin: 1.75rem 0 0; padding: 1.125rem 1.375rem; border-radius: 0.625rem; }
.verdict h2 { display: flex; align-items: center; gap: 0.5rem; margin: 0; font-size: 1.25rem; }
.verdict p { margin: 0.375rem 0 0; }
.verdict ul { margin: 0.75rem 0 0; padding-left: 1.125rem; }
.verdict li + li { margin-top: 0.375rem; }
.verdict.good { background: var(--good-band); } .verdict.good h2 { color: var(--good); }
.verdict.warning { background: var(--warning-band); } .verdict.warning h2 { color: var(--warning); }
.verdict.bad { background: var(--bad-band); } .verdict.bad h2 { color: var(--bad); }
.verdict.quiet { background: var(--quiet-band); } .verdict.quiet h2 { color: var(--quiet); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 1.25rem 2rem; margin: 1.75rem 0 0; }
.figures div { border-top: 1px solid var(--line); padding-top: 0.625rem; }
.figures dt { color: var(--soft); font-size: 0.875rem; }
.figures dd { margin: 0; }
.figures .value { font-size: 1.5rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.figures .note { color: var(--soft); font-size: 0.8125rem; }
nav { margin: 2rem 0 0; font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--trainyard-calibrated); outline-offset: 2px; border-radius: 2px; }
.scroll { overflow-x: auto; margin: 1rem 0 1.5rem; }
table { border-collapse: collapse; min-width: 32rem; font-size: 0.875rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.5rem; max-width: min(44rem, 100vw - 2rem); }
th, td { padding: 0.4375rem 1.25rem 0.4375rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; color: var(--soft); font-size: 0.8125rem; vertical-align: bottom; }
tbody th { font-weight: 500; }
.numbers { text-align: right; }
td.numbers, td.instants { white-space: nowrap; }
.status { white-space: nowrap; font-weight: 600; }
.good-text { color: var(--good); } .warning-text { color: var(--warning); } .bad-text { color: var(--bad); } .quiet-text { color: var(--quiet); }
.heat { position: relative; }
.mark { position: absolute; right: 0.25rem; }
.worse-1 { background: rgb(var(--worse) / 0.07); } .worse-2 { background: rgb(var(--worse) / 0.16); }
.worse-3 { background: rgb(var(--worse) / 0.28); } .worse-4 { background: rgb(var(--worse) / 0.42); }
.better-1 { background: rgb(var(--better) / 0.06); } .better-2 { background: rgb(var(--better) / 0.13); }
.better-3 { background: rgb(var(--better) / 0.22); } .better-4 { background: rgb(var(--better) / 0.34); }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: break-word; }
figure { margin: 1.25rem 0 1.5rem; }
figure svg { display: block; max-width: 100%; height: auto; }
details { margin: 0.75rem 0; }
summary { cursor: pointer; color: var(--soft); font-size: 0.875rem; }
ul { padding-left: 1.25rem; }
li { margin: 0.25rem 0; }
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.75rem; } }
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; } nav { display: none; }
  section, figure, table { break-inside: avoid; } .scroll { overflow: visible; }
}
`;
