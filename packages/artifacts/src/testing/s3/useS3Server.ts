/* eslint-disable jest/no-export -- a frame for suites */
import { s3ServerProgram, startS3Server, type S3Server } from './s3Server';

export { CREDENTIALS, type S3Server } from './s3Server';

const program = s3ServerProgram();

/** Suites with a real S3 server of their own; skipped, and said so, where none can be had. */
export function useS3Server(
  name: string,
  suites: (server: () => S3Server, program: string) => void,
): void {
  (program === undefined ? describe.skip : describe)(name, () => {
    let server: S3Server;
    beforeAll(async () => {
      server = await startS3Server(program ?? '');
    });
    afterAll(() => server.stop());
    suites(() => server, program ?? '');
  });
}
