// Lays out the documentation as TechDocs reads it, without mkdocs: nothing to download, and
// done in a blink. A production portal builds with mkdocs in CI, as Backstage recommends.
import fs from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import { parse } from 'yaml';
import { at, root } from './toolchain.mjs';

/** Where app-config.yaml says that the pages are published. */
const TARGET = at('.data', 'techdocs');

/** TechDocs lets in a stylesheet that is named as mkdocs names its own, and no other. */
const STYLESHEET = 'assets/main.00000000.min.css';

/** Writes the pages of every component of this repository that has some. */
export function layOutDocs() {
  fs.rmSync(TARGET, { recursive: true, force: true });
  const {
    site_name: name,
    docs_dir: docs,
    nav,
  } = parse(fs.readFileSync(at('mkdocs.yml'), 'utf8'));
  layOut({ component: 'trainyard', name, folder: at(docs), nav });
  layOut({
    component: 'flight-delay',
    name: 'Flight delay',
    folder: at('examples', 'flight-delay'),
    nav: [{ 'Flight delay': 'README.md' }],
  });
}

function layOut({ component, name, folder, nav }) {
  const listed = pagesOf(nav);
  const pages = [
    ...listed,
    ...unlisted(folder, listed, nav).map(file => ({ file, title: undefined })),
  ];
  const addresses = new Map(pages.map(({ file }) => [file, addressOf(file)]));
  const target = path.join(TARGET, 'default', 'component', component);
  const docs = pages.map(({ file, title }) => {
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    const address = addresses.get(file);
    const html = page({
      title: `${title ?? titleOf(text, file)} - ${name}`,
      stylesheet: path.posix.relative(`/${address}`, `/${STYLESHEET}`),
      nav: navHtml(nav, address),
      body: body(text, { file, folder, addresses }),
    });
    write(path.join(target, address, 'index.html'), html);
    return { location: address, title: title ?? titleOf(text, file), text };
  });
  write(
    path.join(target, STYLESHEET),
    fs.readFileSync(at('scripts', 'techdocs.css')),
  );
  write(
    path.join(target, 'search', 'search_index.json'),
    JSON.stringify({ config: {}, docs }),
  );
  write(
    path.join(target, 'techdocs_metadata.json'),
    JSON.stringify({
      site_name: name,
      site_description: name,
      // TechDocs asks whether the pages are newer than the ones it holds.
      etag: String(Date.now()),
      build_timestamp: Date.now(),
      files: docs.map(({ location }) => `${location}index.html`),
    }),
  );
}

/** All pages that a navigation names, in its order. */
function pagesOf(nav) {
  return nav.flatMap(entry =>
    Object.entries(entry).flatMap(([title, to]) =>
      typeof to === 'string' ? [{ title, file: to }] : pagesOf(to),
    ),
  );
}

/** Pages beside the ones in the navigation, such as single decisions; of a lone README there are none. */
function unlisted(folder, listed, nav) {
  if (nav.length === 1) return [];
  const known = new Set(listed.map(({ file }) => file));
  return fs
    .readdirSync(folder, { recursive: true })
    .map(file => file.split(path.sep).join('/'))
    .filter(file => file.endsWith('.md') && !known.has(file));
}

/** `a/b.md` is read at `a/b/`, as mkdocs has it. */
function addressOf(file) {
  const bare = file.replace(/\.md$/, '').replace(/(^|\/)(index|README)$/, '$1');
  return bare === '' || bare.endsWith('/') ? bare : `${bare}/`;
}

const titleOf = (text, file) => /^# (.+)$/m.exec(text)?.[1] ?? file;

function body(text, { file, folder, addresses }) {
  const from = addresses.get(file);
  const link = href => {
    if (/^([a-z]+:|#|\/)/.test(href)) return href;
    const [to, mark] = href.split('#');
    const wanted = path.posix.join(path.posix.dirname(file), to);
    const address = addresses.get(wanted);
    if (address === undefined) return inRepository(folder, wanted);
    const hash = mark ? `#${mark}` : '';
    return `${path.posix.relative(`/${from}`, `/${address}`) || '.'}/${hash}`;
  };
  return marked.parse(text, {
    async: false,
    gfm: true,
    walkTokens(token) {
      if (token.type === 'link') token.href = link(token.href);
      // As mkdocs names them, so that links to a section arrive.
      if (token.type === 'heading') token.id = slugOf(token.text);
    },
    renderer: withIds(),
  });
}

/** What is no page is told by its place in the repository: there is no address for it here. */
function inRepository(folder, wanted) {
  const place = path.posix.join(path.relative(root, folder), wanted);
  return `#${encodeURIComponent(place)}`;
}

function withIds() {
  const renderer = new marked.Renderer();
  renderer.heading = function heading({ tokens, depth, id }) {
    return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  };
  return renderer;
}

const slugOf = text =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

function navHtml(nav, from) {
  const items = nav.flatMap(entry =>
    Object.entries(entry).map(([title, to]) =>
      typeof to === 'string'
        ? `<li class="md-nav__item"><a class="md-nav__link${addressOf(to) === from ? ' md-nav__link--active' : ''}" href="${path.posix.relative(`/${from}`, `/${addressOf(to)}`) || '.'}/">${escaped(title)}</a></li>`
        : `<li class="md-nav__item md-nav__item--section"><span class="md-nav__link">${escaped(title)}</span>${navHtml(to, from)}</li>`,
    ),
  );
  return `<ul class="md-nav__list">${items.join('')}</ul>`;
}

const escaped = text =>
  text.replace(/[&<>"]/g, sign => `&#${sign.codePointAt(0)};`);

/** The parts of a page that TechDocs looks for: a navigation, an article. */
function page({ title, stylesheet, nav, body: article }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="${stylesheet}" />
  </head>
  <body>
    <div class="md-container">
      <main class="md-main">
        <div class="md-main__inner md-grid">
          <div class="md-sidebar md-sidebar--primary" data-md-component="sidebar" data-md-type="navigation">
            <div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">
              <nav class="md-nav md-nav--primary" aria-label="Navigation">${nav}</nav>
            </div></div>
          </div>
          <div class="md-content" data-md-component="content">
            <article class="md-content__inner md-typeset">${article}</article>
          </div>
        </div>
      </main>
    </div>
  </body>
</html>
`;
}

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
