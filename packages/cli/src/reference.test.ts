import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referencePages } from './reference';

describe('docs/reference', () => {
  it.each(Object.entries(referencePages()))(
    '%s is what the code says; "npm run docs" writes it anew',
    (name, text) => {
      const file = join(__dirname, '../../../docs/reference', name);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});
