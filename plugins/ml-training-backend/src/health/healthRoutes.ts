import type { Health } from '@trainyard/backstage-plugin-ml-training-common';
import type { Handlers } from '../router/call';

/** @returns why the dependency cannot be used; undefined when all is well */
export type HealthCheck = () => Promise<string | undefined>;

export interface HealthPorts {
  /** By the name of the dependency. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly now: () => Date;
}

/** An answer serves so long: whoever asks often shall not wear out a disk. */
const FRESH_MILLISECONDS = 5_000;
/** A dependency that takes longer is down for those who wait for it. */
const PATIENCE_MILLISECONDS = 5_000;

export function healthRoutes({
  checks,
  now,
}: HealthPorts): Pick<Handlers, 'health'> {
  let newest: { readonly at: number; readonly health: Promise<Health> } | null =
    null;

  async function look(): Promise<Health> {
    const dependencies = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const because = await answerOf(check);
        return {
          name,
          status: because === undefined ? ('ok' as const) : ('down' as const),
          because: because ?? null,
          checkedAt: now().toISOString(),
        };
      }),
    );
    const isDown = dependencies.some(({ status }) => status === 'down');
    return { status: isDown ? 'down' : 'ok', dependencies };
  }

  return {
    async health() {
      const at = now().getTime();
      if (!newest || at - newest.at >= FRESH_MILLISECONDS) {
        newest = { at, health: look() };
      }
      return newest.health;
    },
  };
}

async function answerOf(check: HealthCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(resolve => {
    timer = setTimeout(
      () => resolve(`no answer in ${PATIENCE_MILLISECONDS / 1000} s`),
      PATIENCE_MILLISECONDS,
    ).unref();
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
