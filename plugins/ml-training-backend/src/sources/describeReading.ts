import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import type {
  Problem,
  SourceReading,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { SourceReadingOutcome } from './readSource';

const LARGEST_TEXT = 256 * 1024;
/** Together: a page has to hold them. */
const MOST_TEXT = 4 * 1024 * 1024;

/** A reading as a page shows it: texts, and every problem at once. */
export async function describeReading(
  reading: SourceReadingOutcome,
): Promise<SourceReading> {
  switch (reading.outcome) {
    case 'trouble':
      return {
        source: null,
        specification: null,
        files: [],
        problems: [shown(reading.problem)],
      };
    case 'invalid': {
      const path = basename(reading.file);
      const text = textOf(await readFile(reading.file));
      return {
        source: reading.from,
        specification: path,
        files: text === undefined ? [] : [{ path, text }],
        problems: sorted(reading.problems),
      };
    }
    default: {
      const { bundle, problems } = reading.pipeline;
      let left = MOST_TEXT;
      const files = [...bundle.files.values()].flatMap(({ path, content }) => {
        const text = content.length > left ? undefined : textOf(content);
        if (text === undefined) return [];
        left -= content.length;
        return [{ path, text }];
      });
      return {
        source: reading.from,
        specification: bundle.specification,
        files,
        problems: sorted(problems),
      };
    }
  }
}

function textOf(content: Uint8Array): string | undefined {
  if (content.length > LARGEST_TEXT) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** Errors first. */
export function sorted(
  problems: readonly Problem[],
): SourceReading['problems'] {
  const of = (severity: Problem['severity']) =>
    problems.filter(problem => problem.severity === severity).map(shown);
  return [...of('error'), ...of('warning')];
}

function shown({ path, ...problem }: Problem): SourceReading['problems'][0] {
  return { ...problem, path: [...path] };
}
