import type { StepContext } from '@trainyard/runner';
import { Session } from '../duckdb/session';

/** Works in a session within the limits of the step, and closes it whatever happens. */
export async function withSession<T>(
  { threads, memoryBytes, scratch, signal }: StepContext,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await Session.open({
    threads,
    scratch,
    signal,
    ...(memoryBytes !== undefined && { memoryBytes }),
  });
  try {
    return await work(session);
  } finally {
    session.close();
  }
}
