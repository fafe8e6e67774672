import { call } from '../main';

/**
 * The command line, but for a SIGKILL of its own process at a given moment:
 * TRAINYARD_TEST_KILL is `before` or `after`, a moment as the store tells it, and
 * which time it comes, such as `after|step manifest: link|2`. With
 * TRAINYARD_TEST_MOMENTS it tells every moment on stderr instead.
 */
const [when, moment, nth = '1'] = (process.env.TRAINYARD_TEST_KILL ?? '').split(
  '|',
);
let left = Number(nth);

function at(side: 'before' | 'after', kind: string) {
  if (process.env.TRAINYARD_TEST_MOMENTS) {
    process.stderr.write(`moment ${kind}\n`);
  }
  if (side === when && kind === moment && --left === 0) {
    process.kill(process.pid, 'SIGKILL');
    // The signal is delivered when control returns to the kernel: nothing may happen until then.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

call(process.argv.slice(2), {
  out: text => process.stdout.write(`${text}\n`),
  err: process.stderr,
  folder: process.cwd(),
  environment: process.env,
  signal: new AbortController().signal,
  storeOptions: {
    observer: {
      before: kind => at('before', kind),
      after: kind => at('after', kind),
    },
  },
}).then(code => {
  process.exitCode = code;
});
