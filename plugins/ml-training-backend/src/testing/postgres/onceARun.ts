import {
  POSTGRES_URL,
  startThrowawayPostgres,
  type ThrowawayPostgres,
} from './throwawayPostgres';

let started: ThrowawayPostgres | undefined;

/** One Postgres for the whole jest run: the processes that run tests inherit its address. */
export async function startOnce(): Promise<void> {
  if (process.env[POSTGRES_URL]) return;
  started = await startThrowawayPostgres();
  if (started) process.env[POSTGRES_URL] = started.url;
}

export async function stopOnce(): Promise<void> {
  await started?.stop();
}
