import {
  contract,
  submitted,
  type Route,
} from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';
import { namedShapes } from './namedShapes';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';

/** What Backstage answers when something went wrong. */
const failure = z
  .object({
    error: z.looseObject({ name: z.string(), message: z.string() }),
    request: z.object({ method: z.string(), url: z.string() }),
    response: z.object({ statusCode: z.int() }),
  })
  .meta({ id: 'Failure' });

/** The contract as an OpenAPI 3.1 document, for clients that are not written in TypeScript. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries<Route>(contract)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(name, route),
    };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Trainyard',
        version: 'v1',
        description:
          'Training pipelines, runs, datasets and models of a developer portal.',
      },
      servers: [{ url: '/api/ml-training' }],
      security: [{ token: [] }],
      components: {
        schemas: namedShapes,
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A Backstage token, of a person or a service.',
          },
        },
      },
      paths: paths as ZodOpenApiPathsObject,
    },
    {
      override: ({ jsonSchema }) => {
        // The format says it: the pattern beside it is as long as a page.
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      },
    },
  );
}

function operation(name: string, route: Route): ZodOpenApiOperationObject {
  const { summary, params, query, body } = route;
  return {
    operationId: name,
    summary,
    requestParams: {
      ...(params instanceof z.ZodObject && { path: params }),
      ...(query instanceof z.ZodObject && { query }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: responses(route),
    ...(route.services && { 'x-callers': 'services' }),
  };
}

function responses(route: Route): ZodOpenApiResponsesObject {
  const failed = (description: string) => ({
    description,
    content: { 'application/json': { schema: failure } },
  });
  const changesRun = route.response === submitted;
  return {
    '200': answer(route),
    '400': failed('Something in the request has to be mended; it says what.'),
    '401': failed('Nobody is signed in.'),
    ...(route.params && {
      '404': failed('There is no such thing, or you may not see it.'),
    }),
    ...((changesRun || route.services) && {
      '403': failed('You may not do this; it says who can grant it.'),
    }),
    ...(changesRun && {
      '409': failed('The state of things does not allow it; it says why.'),
    }),
    ...(changesRun &&
      route.body && {
        '429': failed('Too many runs were started; Retry-After says when.'),
      }),
    '503': failed('Something that the service depends on is gone or full.'),
  };
}

function answer({ answers = 'json', response }: Route) {
  switch (answers) {
    case 'ndjson':
      return {
        description: 'Lines as they come; each is one JSON value.',
        content: { 'application/x-ndjson': { schema: response } },
      };
    case 'bytes':
      return {
        description: 'The file.',
        content: {
          'application/octet-stream': {
            schema: { type: 'string' as const, format: 'binary' },
          },
        },
      };
    default:
      return {
        description: 'What was asked for.',
        content: { 'application/json': { schema: response } },
      };
  }
}
