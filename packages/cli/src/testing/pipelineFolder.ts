import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { call } from '../main';
import type { RunAnswer } from '../runAnswer';

/** What a command printed and how it ended. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A pipeline in a temporary folder, and the command line standing in it. */
export interface PipelineFolder {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  call(...argv: string[]): Promise<Called>;
  /** `run --json`, parsed; pins first. */
  run(...options: string[]): Promise<RunAnswer & { readonly code: number }>;
  remove(): Promise<void>;
}

export async function pipelineFolder(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  sandboxCommand?: readonly string[],
): Promise<PipelineFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-cli-'));
  const write: PipelineFolder['write'] = async texts => {
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  const callHere: PipelineFolder['call'] = async (...argv) => {
    let out = '';
    let err = '';
    const code = await call(argv, {
      out: text => {
        out += `${text}\n`;
      },
      err: {
        write: text => {
          err += text;
        },
      },
      folder,
      environment: { ...process.env, ...environment },
      signal: new AbortController().signal,
      ...(sandboxCommand && { sandboxCommand }),
    });
    return { code, out, err };
  };
  await write(files);
  return {
    folder,
    write,
    call: callHere,
    async run(...options) {
      const pinned = await callHere('pin', 'pipeline.yaml');
      if (pinned.code !== 0) throw new Error(pinned.err);
      const ran = await callHere('run', 'pipeline.yaml', '--json', ...options);
      if (ran.out === '') throw new Error(ran.err);
      return { ...JSON.parse(ran.out), code: ran.code };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
