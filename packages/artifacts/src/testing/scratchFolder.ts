import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives each test a folder of its own, removed afterwards.
 *
 * @returns asks for the folder, or for a path below it
 */
export function useScratchFolder(): (...below: string[]) => string {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trainyard-artifacts-'));
  });
  afterEach(() => {
    // Artifacts are laid out read-only, and only root can remove those as they are.
    execFileSync('chmod', ['-R', 'u+rwX', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return (...below) => join(folder, ...below);
}
