import { styledText } from './ansi';

const plain = { tone: undefined, bold: false, dim: false };

describe('styledText', () => {
  it('leaves a line without commands as it is', () => {
    expect(styledText('a < b && <script>\tc')).toEqual([
      { ...plain, text: 'a < b && <script>\tc' },
    ]);
  });

  it('reads colours as tones', () => {
    expect(
      styledText('\u001b[1;31mFAILED\u001b[0m and \u001b[92mfine'),
    ).toEqual([
      { text: 'FAILED', tone: 'danger', bold: true, dim: false },
      { ...plain, text: ' and ' },
      { ...plain, text: 'fine', tone: 'success' },
    ]);
  });

  it.each([
    [
      'a link',
      '\u001b]8;;https://evil.test\u0007click\u001b]8;;\u0007',
      'click',
    ],
    ['a title', '\u001b]0;owned\u001b\\shown', 'shown'],
    ['a moved cursor', 'one\u001b[2K\u001b[1Gtwo', 'onetwo'],
    ['bells and nulls', 'a\u0007\u0000b', 'ab'],
    ['a device string', '\u001bPpayload\u001b\\rest', 'rest'],
  ])('leaves out %s', (_, line, shown) => {
    expect(
      styledText(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(shown);
  });
});
