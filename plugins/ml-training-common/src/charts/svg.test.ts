import { drawing, escaped, svg, svgText } from './svg';

describe('svgText', () => {
  it('writes a tree', () => {
    expect(
      svgText(
        svg('g', { fill: 'red' }, [
          svg('rect', { width: 1.23456 }),
          svg('text', {}, ['a']),
        ]),
      ),
    ).toBe('<g fill="red"><rect width="1.23"/><text>a</text></g>');
  });

  it('lets no text and no attribute become markup', () => {
    expect(svgText(svg('text', { x: '"><script>' }, ['</text><script>']))).toBe(
      '<text x="&quot;&gt;&lt;script&gt;">&lt;/text&gt;&lt;script&gt;</text>',
    );
  });
});

describe('drawing', () => {
  it('has the words for those who do not see it', () => {
    const text = svgText(
      drawing({ width: 1, height: 2 }, { title: 'T', desc: 'D' }, []),
    );
    expect(text).toContain('role="img"');
    expect(text).toContain('<title>T</title><desc>D</desc>');
    expect(text).toContain('viewBox="0 0 1 2"');
  });
});

describe('escaped', () => {
  it('shows characters that hide or turn text', () => {
    expect(escaped('a\u202Eb\u0000c\u{E0041}d\ud800')).toBe(
      'a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}',
    );
    expect(escaped('é 飛 🙂\n')).toBe('é 飛 🙂\n');
  });
});
