import { execFileSync } from 'node:child_process';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMetrics } from './readMetrics';

describe('readMetrics', () => {
  let file: string;

  beforeEach(async () => {
    const folder = await fs.mkdtemp(join(tmpdir(), 'trainyard-metrics-'));
    file = join(folder, 'metrics.jsonl');
  });
  afterEach(() => fs.rm(join(file, '..'), { recursive: true, force: true }));

  async function read(text: string) {
    await fs.writeFile(file, text);
    return readMetrics(file);
  }

  it('reads points in their order, with or without a step', async () => {
    const text =
      '{"name":"loss","value":0.5,"step":1}\n\n{"name":"auc","value":1}';
    expect(await read(text)).toEqual({
      points: [
        { name: 'loss', value: 0.5, step: 1 },
        { name: 'auc', value: 1 },
      ],
      problems: [],
    });
  });

  it('takes a file that nobody wrote for no metrics', async () => {
    expect(await readMetrics(file)).toEqual({ points: [], problems: [] });
  });

  it.each([
    ['{"name":"loss","value":NaN}', 'a finite number, found NaN'],
    ['{"name": "loss", "value": -Infinity}', 'a finite number, found NaN'],
    ['{"name":"loss","value":1e999}', 'value: '],
    ['{"name":"loss","value":"0.5"}', 'value: '],
    ['{"name":"","value":1}', 'name: '],
    ['{"name":"loss","value":1,"step":-1}', 'step: '],
    ['{"name":"loss","value":1,"stpe":1}', 'stpe'],
    ['{"name":"loss","val', 'as JSON on one line, found {"name":"loss","val'],
    ['[1]', 'expected object'],
  ])('names the line of %s and keeps the others', async (line, words) => {
    const good = '{"name":"auc","value":1}';
    const { points, problems } = await read([good, line, good].join('\n'));
    expect(points).toHaveLength(2);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('$TRAINYARD_METRICS line 2: ');
    expect(problems[0]).toContain(words);
  });

  it('tells the first of many problems, and how many more there are', async () => {
    const { problems } = await read('x\n'.repeat(25));
    expect(problems).toHaveLength(11);
    expect(problems.at(-1)).toBe('and 15 more of its kind');
  });

  it('does not read a file beyond measure', async () => {
    await fs.writeFile(file, '');
    await fs.truncate(file, 17 * 1024 * 1024);
    expect((await readMetrics(file)).problems).toEqual([
      expect.stringContaining('at most 16777216 bytes'),
    ]);
  });

  it('does not wait at a pipe or follow a link', async () => {
    execFileSync('mkfifo', [file]);
    const { problems } = await readMetrics(file);
    expect(problems).toEqual([expect.stringContaining('expected a file')]);
    await fs.rm(file);
    await fs.symlink('/etc/hostname', file);
    expect((await readMetrics(file)).problems).toHaveLength(1);
  });
});
