import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { FileMetaData } from 'hyparquet';
import { DECODER_SOURCE } from './decoderSource';
import { PreviewRefusal } from './meteredReader';

/** Of a file's metadata, what its first rows need. */
export type Beginning = Omit<FileMetaData, 'metadata_length'>;

/** A part of the file by its first byte. */
export interface FilePiece {
  readonly from: number;
  readonly bytes: Uint8Array;
}

export interface RowsJob {
  readonly beginning: Beginning;
  readonly pieces: readonly FilePiece[];
  readonly columns: readonly string[];
  /** Length of the file. */
  readonly bytes: number;
  readonly rows: number;
}

type Answer<T> = { readonly answer: T } | { readonly problem: string };

const LONGEST_MILLISECONDS = 15_000;
const MOST_MEMORY_MB = 256;
/** What a page may be when it is unpacked. */
const LARGEST_PAGE = 64 * 1024 * 1024;

/**
 * Decodes Parquet in a process of its own: a few bytes can ask for more memory than
 * there is, and then that process dies. A thread would take the service with it.
 */
export class ParquetProcess {
  readonly #child: ChildProcess = spawn(
    process.execPath,
    [`--max-old-space-size=${MOST_MEMORY_MB}`, '--eval', DECODER_SOURCE],
    {
      // Nothing of the service's environment is for it.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    },
  );
  readonly #ended = once(this.#child, 'close').catch(() => undefined);

  /** @throws PreviewRefusal where it cannot be read */
  readFooter(footer: Uint8Array, rows: number): Promise<Beginning> {
    return this.#ask({ job: 'footer', footer, rows });
  }

  /** Values by column. @throws PreviewRefusal where they cannot be read */
  readRows(job: RowsJob): Promise<readonly (readonly unknown[])[]> {
    return this.#ask({ job: 'rows', ...job });
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #ask<T>(job: object): Promise<T> {
    const child = this.#child;
    return new Promise<T>((resolve, reject) => {
      const fail = (because: string) => reject(new PreviewRefusal(because));
      const timeout = setTimeout(
        () => fail('it takes longer than 15 s to read'),
        LONGEST_MILLISECONDS,
      );
      const died = () => fail('it takes too much memory to read');
      const told = (answer: Answer<T>) => {
        clearTimeout(timeout);
        child.off('close', died);
        if ('problem' in answer) fail(answer.problem);
        else resolve(answer.answer);
      };
      child.once('close', died);
      child.once('message', told);
      child.on('error', () => fail('nothing can be started to read it'));
      child.send({
        hyparquet: urlOf('hyparquet'),
        compressors: urlOf('hyparquet-compressors'),
        largestPage: LARGEST_PAGE,
        ...job,
      });
    });
  }
}

function urlOf(module: string): string {
  return pathToFileURL(require.resolve(module)).href;
}
