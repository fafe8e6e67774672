import {
  contract,
  type Route,
} from '@trainyard/backstage-plugin-ml-training-common';
import { openApiDocument } from './openApiDocument';

/** The pages of docs/reference that come from the contract; a test compares them with what is committed. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'openapi.json': `${JSON.stringify(openApiDocument(), null, 2)}\n`,
    'api.md': [
      '# The API of the training service',
      '',
      'Below `/api/ml-training` of the portal. Every shape is in [openapi.json](openapi.json), which the portal also serves at `/api/ml-training/v1/openapi.json`; in TypeScript, `trainingClient` of `@trainyard/backstage-plugin-ml-training-common` has them as types.',
      '',
      'Calls carry a Backstage token. Errors are those of Backstage: `{"error": {"name", "message"}, "request", "response"}`. Beside `message` stand `problems`, each with its place in the specification, or `place`, the position in an expression.',
      '',
      '| Route | What it does | Answers |',
      '| --- | --- | --- |',
      ...Object.values<Route>(contract).map(
        ({ method, path, summary, answers, services }) =>
          `| \`${method} ${path}\` | ${summary}${services ? '; for other plugins only' : ''} | ${ANSWERS[answers ?? 'json']} |`,
      ),
      '',
    ].join('\n'),
  };
}

const ANSWERS: Record<NonNullable<Route['answers']>, string> = {
  json: 'JSON',
  ndjson: 'JSON, a value a line, as things happen',
  bytes: 'a file',
};
