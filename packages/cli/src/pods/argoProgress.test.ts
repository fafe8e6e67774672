import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argoProgress } from './argoProgress';

describe('argoProgress', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-progress-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const ended = (step: string) => ({ event: 'step ended', step });

  it('counts the steps of the pod that have ended, and no others', async () => {
    const file = join(folder, 'progress');
    const hear = argoProgress(file, ['evaluate', 'report']);
    hear({ event: 'step began', step: 'evaluate' });
    hear(ended('train'));
    hear(ended('evaluate'));
    hear(ended('evaluate'));
    hear({ step: 'report', try: 1, line: 'done' });
    hear(ended('report'));
    expect(await readFile(file, 'utf8')).toBe('1/2\n2/2\n');
  });

  it.each([undefined, '/nowhere/at/all'])(
    'goes on where it cannot be told: %s',
    file => {
      expect(() => argoProgress(file, ['a'])(ended('a'))).not.toThrow();
    },
  );
});
