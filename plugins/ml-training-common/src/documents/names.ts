import { z } from 'zod';
import { expectation } from './expectation';

/** What people call a pipeline, a namespace or a step: also a folder and a label of a pod. */
export const slug = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: expectation(
    'a name of lower-case letters, digits and dashes',
    'Write at most 63 of them, beginning and ending with a letter or digit.',
  ),
});

/** What becomes a column, a table or a named version: one word in SQL and in an expression. */
export const word = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, {
  error: expectation(
    'a name of letters, digits and underscores',
    'Begin it with a letter and use at most 100 characters.',
  ),
});

/** A column of data that somebody else named. */
export const column = z
  .string()
  .min(1)
  .max(200)
  .refine(text => text.trim() === text && !hasControl(text), {
    error: expectation(
      'the name of a column',
      'Write it as the table spells it, without spaces around it.',
    ),
  });

export const entityRef = z
  .string()
  .regex(
    /^([A-Za-z][A-Za-z0-9]*:)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/,
    {
      error: expectation(
        'a reference to an entity of the catalog',
        'Write kind:namespace/name, such as group:default/data-platform.',
      ),
    },
  );

/** Why a path may not be read, or undefined where it may. */
export function pathObjection(path: string): string | undefined {
  if (path === '' || path.trim() !== path || hasControl(path)) {
    return 'a path with spaces or control characters around it';
  }
  if (/^[/\\~]|^[A-Za-z]:/.test(path)) return 'an absolute path';
  if (path.includes('\\')) return 'a path with backslashes';
  if (path.split('/').includes('..')) {
    return 'a path that leaves the folder of the pipeline';
  }
  return undefined;
}

/** Relative to the pipeline's folder and inside it, so that a tree read once holds all of it. */
export const innerPath = z
  .string()
  .refine(path => pathObjection(path) === undefined, {
    error: expectation(
      'a path inside the folder of the pipeline',
      'Write it relative to pipeline.yaml, with / and without .. in it.',
    ),
  });

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
