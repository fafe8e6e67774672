import type { Request } from 'express';
import type { z } from 'zod';
import { InputError } from '@backstage/errors';
import type { Route } from '@trainyard/backstage-plugin-ml-training-common';

export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** @throws InputError with every problem of the request, each with its place */
export function parseRequest(route: Route, request: Request): ParsedRequest {
  const wrong: string[] = [];
  const part = (
    name: keyof ParsedRequest,
    shape: z.ZodType,
    found: unknown,
  ) => {
    const parsed = shape.safeParse(found);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      wrong.push(`${[name, ...path].join('.')}: ${message}`);
    }
    return undefined;
  };
  const parsed = {
    params: route.params && part('params', route.params, request.params),
    query:
      route.query && part('query', route.query, queryOf(request.originalUrl)),
    body: route.body && part('body', route.body, request.body),
  };
  if (wrong.length > 0) {
    throw new InputError(
      `The request is not what ${route.method} ${route.path} takes. ${wrong.join('. ')}.`,
    );
  }
  return parsed;
}

/** A name that is given once is a text, one that is given again is a list: no nesting, and no limit that silently changes shape. */
function queryOf(url: string): Record<string, string | string[]> {
  const at = url.indexOf('?');
  const search = new URLSearchParams(at < 0 ? '' : url.slice(at));
  // Names come from the caller: an ordinary object would have a prototype to bend.
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length === 1 ? values[0] : values;
  }
  return { ...query };
}
