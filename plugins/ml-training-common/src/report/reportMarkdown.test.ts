import { hostileEvidence } from './testing/hostileEvidence';
import { plain, reportMarkdown } from './reportMarkdown';
import {
  sampleBlockedEvidence,
  sampleEvidence,
} from './testing/sampleEvidence';

describe('reportMarkdown', () => {
  it('says first what came of it, measured against expected', () => {
    expect(
      reportMarkdown(sampleEvidence('auc >= 0.9')).split('\n\n').slice(0, 5),
    ).toEqual([
      '# flight\\_delay',
      'Training report · pipeline flight-delay · owner group:default/flight-operations',
      'Will this flight arrive more than 15 minutes late? Asked at push-back.',
      '**Blocked.** A model was trained and measured, and is not good enough by the rules of its pipeline. It is registered as blocked and can never be approved.',
      expect.stringMatching(/^- `auc` failed\. Measured 0\.\d+ /),
    ]);
  });

  it('keeps every table in shape, whatever the names', () => {
    const tables = reportMarkdown(hostileEvidence())
      .split('\n\n')
      .filter(block => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      const columns = table
        .split('\n')
        .map(line => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(columns).size).toBe(1);
    }
  });

  it('lets no name become markup outside of code', () => {
    const text = reportMarkdown(hostileEvidence())
      .replace(/(?<!\\)(`+)[^]*?[^`]\1(?!`)/g, '')
      .replace(/\\[\\`*_{}[\]<>#|~&$@:.]/g, '');
    expect(text).not.toMatch(/[<>`[\]]/);
  });

  it('says what was skipped when a run was blocked before training', () => {
    const markdown = reportMarkdown(sampleBlockedEvidence());
    expect(markdown).toContain('no model was trained');
    expect(markdown.match(/^Skipped: /gm)).toHaveLength(4);
  });
});

describe('plain', () => {
  it.each([
    ['a_b*c', 'a\\_b\\*c'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['see https://a.example', 'see https\\://a.example'],
    ['www.a.example @team', 'www\\.a.example \\@team'],
    ['a\n\n# b', 'a \\# b'],
    ['<b>', '\\<b\\>'],
  ])('shows %j as it is', (text, markdown) => {
    expect(plain(text)).toBe(markdown);
  });
});
