import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isGone, nameOwnProcess } from './processIdentity';

const own = nameOwnProcess().split('.');
const other = (change: Partial<Record<number, string>>) =>
  own.map((part, index) => change[index] ?? part).join('.');

describe('isGone', () => {
  it('sees that this process lives', () => {
    expect(isGone(nameOwnProcess())).toBe(false);
  });

  it('names two stores of one process apart', () => {
    expect(nameOwnProcess()).not.toBe(nameOwnProcess());
  });

  it('sees that a process has ended', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(isGone(other({ 0: String(pid) }))).toBe(true);
  });

  it('takes a name that it cannot read for alive', () => {
    expect(isGone('somebody-elses-folder')).toBe(false);
    expect(isGone('x.0.0.0.0')).toBe(false);
  });

  const onLinux = existsSync('/proc/self/stat') ? describe : describe.skip;
  if (onLinux === describe.skip) {
    console.warn('NOT RUN: start times and boots, for lack of /proc');
  }

  onLinux('with /proc', () => {
    it('is not fooled by a pid that was given away again', () => {
      expect(isGone(other({ 1: '1' }))).toBe(true);
    });

    it('knows that a boot ends every process', () => {
      expect(isGone(other({ 3: 'another-boot' }))).toBe(true);
    });

    it('does not judge processes of another pid namespace', () => {
      expect(isGone(other({ 0: '999999999', 2: '1' }))).toBe(false);
    });

    it('counts a zombie as gone', async () => {
      // The second sleep takes the shell's place, and never asks how the first ended.
      const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
      const pid = await new Promise<string>(resolve =>
        parent.stdout.once('data', data => resolve(String(data).trim())),
      );
      const read = (of: number | string, file: string) =>
        readFileSync(`/proc/${of}/${file}`, 'utf8');
      const until = async (isSo: () => boolean) => {
        while (!isSo()) await new Promise(resolve => setImmediate(resolve));
      };
      try {
        await until(() => read(parent.pid ?? 0, 'comm') === 'sleep\n');
        const started = read(pid, 'stat').split(') ')[1].split(' ')[19];
        expect(isGone(other({ 0: pid, 1: started }))).toBe(false);
        process.kill(Number(pid), 'SIGKILL');
        await until(() => read(pid, 'stat').includes(') Z '));
        expect(isGone(other({ 0: pid, 1: started }))).toBe(true);
      } finally {
        parent.kill('SIGKILL');
      }
    });
  });
});
