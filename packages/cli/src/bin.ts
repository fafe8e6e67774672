#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { version } from '../package.json';
import { EXECUTE, POD, SANDBOX } from './hiddenWords';

// Half of a short command's time would else go into compiling the same bundle again.
enableCompileCache();

// A command reads each kind of document a few times: compiling a reader for each would take longer.
// zod looks here while its schemas are made, which is while modules load; config() would come too late.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const argv = process.argv.slice(2);
const end = new AbortController();
if (argv[0] === POD && argv[1] === 'witness') {
  // Before anything is loaded: a first process of a container that does not listen is not told.
  process.on('SIGTERM', () => end.abort());
}
if (argv[0] === '--version') {
  process.stdout.write(`${version}\n`);
} else if (argv[0] === SANDBOX) {
  import('@trainyard/steps').then(({ sandboxMain }) => sandboxMain());
} else if (argv[0] === EXECUTE) {
  import('./main')
    .then(({ launchMain }) => launchMain(argv[1]))
    .then(code => {
      process.exitCode = code;
    });
} else if (argv[0] === POD) {
  import('./pods/podTerminal')
    .then(async ({ podTerminal }) => {
      const terminal = podTerminal(end.signal);
      if (argv[1] !== 'witness') {
        const { podMain } = await import('./pods/podMain');
        return podMain(argv[1] ?? '', terminal);
      }
      const { podWitnessMain } = await import('./pods/podWitnessMain');
      return podWitnessMain(terminal);
    })
    .then(code => {
      process.exitCode = code;
    });
} else {
  // Loaded only now, so that asking for the version costs nothing more.
  import('./main')
    .then(({ main }) => main(argv))
    .then(code => {
      process.exitCode = code;
    });
}
