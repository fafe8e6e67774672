import fc from 'fast-check';

/** What somebody would write who wants to have it evaluated, in any company. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{{workflow.name}}',
        '{{=1+1}}',
        '{{ = sprig.env("X") }}',
        '{{',
        '}}',
        '{',
        '{{{',
        '$(X)',
        '$(TRAINYARD_BRACE)',
        '$',
        '$$',
        '$(',
        ')',
        '"',
        "'",
        '\\',
        '\n',
        '\t',
        '\u2028',
        'é',
        '😀',
        '\x7f',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map(parts => parts.join(''));
