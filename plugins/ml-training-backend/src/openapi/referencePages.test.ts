import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '@trainyard/backstage-plugin-ml-training-common';
import { openApiDocument } from './openApiDocument';
import { referencePages } from './referencePages';

const REFERENCE = join(__dirname, '../../../../docs/reference');

describe('docs/reference', () => {
  it.each(Object.entries(referencePages()))(
    '%s is what the contract says; "npm run docs" writes it anew',
    (name, text) => {
      expect(readFileSync(join(REFERENCE, name), 'utf8')).toBe(text);
    },
  );
});

describe('the OpenAPI document', () => {
  // As a reader in another language would get it.
  const document = JSON.parse(JSON.stringify(openApiDocument()));

  it('has each route once, with all parameters of its path', () => {
    const operations = Object.entries<Record<string, Operation>>(
      document.paths,
    ).flatMap(([path, methods]) =>
      Object.values(methods).map(operation => ({ path, ...operation })),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      Object.keys(contract).sort(),
    );
    for (const { path, parameters = [] } of operations) {
      const inPath = parameters.filter(parameter => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`).sort()).toEqual(
        (path.match(/\{\w+\}/g) ?? []).sort(),
      );
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  it('refers to nothing that it does not hold', () => {
    const references = JSON.stringify(document).match(/"#\/[^"]+"/g) ?? [];
    for (const reference of references) {
      const parts = JSON.parse(reference).slice(2).split('/');
      const found = parts.reduce(
        (at: Record<string, unknown> | undefined, part: string) =>
          at?.[part.replace(/~1/g, '/').replace(/~0/g, '~')] as never,
        document,
      );
      expect(found).toBeDefined();
    }
  });

  it('says where lines and where a file are answered', () => {
    const answers = (path: string) =>
      Object.keys(document.paths[path].get.responses['200'].content);
    expect(answers('/v1/runs/{run}/steps/{step}/log')).toEqual([
      'application/x-ndjson',
    ]);
    expect(answers('/v1/runs/{run}/artifacts/{tree}/file')).toEqual([
      'application/octet-stream',
    ]);
  });
});

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
  }[];
}
