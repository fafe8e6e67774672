import { readFileSync } from 'node:fs';

/**
 * Operating system, processor and C library, such as `linux-x64-glibc`: what
 * decides which binaries can run.
 */
export function platformName(libc: 'glibc' | 'musl'): string {
  const system = `${process.platform}-${process.arch}`;
  return process.platform === 'linux' ? `${system}-${libc}` : system;
}

/** Of the process that asks, for programs that need no interpreter of their own. */
export function hostPlatform(): string {
  return platformName(
    loadedLibraries().includes('/ld-musl-') ? 'musl' : 'glibc',
  );
}

function loadedLibraries(): string {
  try {
    return readFileSync('/proc/self/maps', 'latin1');
  } catch {
    return '';
  }
}
