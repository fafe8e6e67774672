import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSpecification } from '@trainyard/backstage-plugin-ml-training-common';

const docs = join(__dirname, '../../../docs');

/** What a reader has typed who followed a page to its end. */
function typed(page: string): string {
  const text = readFileSync(join(docs, page), 'utf8');
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, block]) => block)
    .join('');
}

describe('docs/how-to', () => {
  it('leads to a first pipeline without problems', () => {
    const text = typed('how-to/your-first-pipeline.md');
    const { problems, specification } = readSpecification(
      new Map([['pipeline.yaml', text]]),
      'pipeline.yaml',
    );
    expect(problems).toEqual([]);
    expect(specification?.pipeline).toBe('parcel-delay');
  });
});
