import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referencePages } from './referencePages';

for (const [name, text] of Object.entries(referencePages())) {
  writeFileSync(join(process.argv[2], name), text);
}
