import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beginLaunch, endLaunch } from '@trainyard/runner';

/** In place of the command line: tells when it was started, begins and ends, and executes nothing. */
async function main(request: string) {
  const folder = dirname(request);
  const tell = (event: string) =>
    appendFileSync(join(folder, '../../events'), `${event} ${folder}\n`);
  tell('started');
  if (!(await beginLaunch(folder))) return;
  tell('begins');
  tell('ends');
  await endLaunch(folder, {
    schema_version: 1,
    outcome: 'gave up',
    because: ['it was only a test'],
  });
}

main(process.argv[3]);
