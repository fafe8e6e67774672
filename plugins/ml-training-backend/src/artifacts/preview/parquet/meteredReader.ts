import type { PreviewSource } from '../previewSource';

/** Why a file is not shown, in words that follow "cannot be shown:". */
export class PreviewRefusal extends Error {
  override readonly name = 'PreviewRefusal';
}

export type ReadBytes = (from: number, bytes: number) => Promise<Buffer>;

/** Reads up to so many bytes in all. @throws PreviewRefusal where more are asked for */
export function meteredReader(
  { read }: Pick<PreviewSource, 'read'>,
  most: number,
): ReadBytes {
  let left = most;
  return async (from, bytes) => {
    left -= bytes;
    if (left < 0) {
      throw new PreviewRefusal(
        `its first rows take more than ${most / 1_048_576} MB`,
      );
    }
    return read(from, bytes);
  };
}
