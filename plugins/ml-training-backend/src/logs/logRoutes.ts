import { NotFoundError } from '@backstage/errors';
import type { Handlers } from '../router/call';
import type { LogReader } from './logReader';

type LogRoutes = Pick<Handlers, 'readLog' | 'searchLog' | 'downloadLog'>;

export function logRoutes(logs: LogReader): LogRoutes {
  return {
    async readLog({ entry, params, query, signal }) {
      const { follow, ...range } = query;
      const request = { ...range, follow: follow === 'true' };
      const lines = await logs.read(entry, params.step, request, signal);
      return lines ?? noSuchStep(params);
    },
    async searchLog({ entry, params, query, signal }) {
      const { attempt, text } = query;
      const found = await logs.search(
        entry,
        params.step,
        attempt,
        text,
        signal,
      );
      return found ?? noSuchStep(params);
    },
    async downloadLog({ entry, params, query, signal }) {
      const file = await logs.open(entry, params.step, query.attempt, signal);
      return file
        ? {
            name: `${params.run}-${params.step}.log.txt`,
            mediaType: 'text/plain; charset=utf-8',
            content: file.bytes,
          }
        : noSuchStep(params);
    },
  };
}

function noSuchStep(params: {
  readonly run: string;
  readonly step: string;
}): never {
  throw new NotFoundError(
    `Run ${params.run} has no step ${params.step}, or not in this attempt.`,
  );
}
