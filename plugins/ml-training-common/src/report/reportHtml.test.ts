import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { reportHtml } from './reportHtml';
import { hostileEvidence } from './testing/hostileEvidence';
import {
  sampleBlockedEvidence,
  sampleEvidence,
} from './testing/sampleEvidence';

describe('reportHtml', () => {
  const html = reportHtml(sampleEvidence());

  it('says first what came of it', () => {
    expect(html.indexOf('Candidate</h2>')).toBeGreaterThan(0);
    expect(html.indexOf('Candidate</h2>')).toBeLessThan(html.indexOf('<table'));
    const blocked = reportHtml(sampleEvidence('auc >= 0.9'));
    const verdict = blocked.slice(0, blocked.indexOf('<table'));
    expect(verdict).toContain('Blocked</h2>');
    expect(verdict).toMatch(
      /<code>auc<\/code> failed\. Measured 0\.\d+ \(12000 rows\); expected at least 0\.9\. Why it matters: Below this/,
    );
  });

  it('holds every section', () => {
    const headings = [...html.matchAll(/<h2 id="[a-z]+">([^<]+)</g)];
    expect(headings.map(([, text]) => text)).toEqual([
      'Gates',
      'How good it is',
      'Segments',
      'Dataset',
      'Checks of the dataset',
      'What it is made of',
      'Known risks',
      'Recommendation',
    ]);
    expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(4);
  });

  it('asks nobody for anything', () => {
    const outside = html.replaceAll('http://www.w3.org/2000/svg', '');
    expect(outside).not.toMatch(/https?:|src=|@import|url\(|<link|<script/i);
    expect(outside).not.toMatch(/<[^>]* (style|on\w+)=/i);
  });

  it('allows its own style by hash, and nothing else', () => {
    const [, style] = /<style>([^]*)<\/style>/.exec(html) ?? [];
    const hash = btoa(String.fromCharCode(...sha256(utf8ToBytes(style ?? ''))));
    expect(html).toContain(
      `default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    );
  });

  it('lets no name become markup', () => {
    const hostile = reportHtml(hostileEvidence());
    expect(hostile).not.toMatch(/<script|<img|\son\w+='/i);
    expect(hostile).not.toMatch(/href="(?!#[a-z]+")/);
    expect(hostile.match(/&lt;script&gt;alert\(1\)/g)?.length).toBeGreaterThan(
      20,
    );
  });

  it('is complete for a run that was blocked before training, and says what was skipped', () => {
    const blocked = reportHtml(sampleBlockedEvidence());
    expect(blocked).toContain('no model was trained');
    expect(blocked).toContain(
      '<code>null_rate(origin_late_share_3h)</code> failed. 20% of 559012 rows; expected below 15%.',
    );
    expect(blocked.match(/<p>Skipped: /g)).toHaveLength(4);
    expect(blocked.indexOf('id="checks"')).toBeLessThan(
      blocked.indexOf('id="gates"'),
    );
  });

  it('is complete without any evidence', () => {
    const { parameters } = sampleEvidence();
    const empty = reportHtml({ parameters });
    expect(empty).toContain('Not decided</h2>');
    expect(empty.match(/<p>Skipped: /g)).toHaveLength(7);
  });

  it('gives equal bytes for equal evidence', () => {
    expect(reportHtml(sampleEvidence())).toBe(html);
  });
});
