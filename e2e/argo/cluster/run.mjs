import { spawn } from 'node:child_process';

/**
 * Runs a program to its end without a shell.
 *
 * @returns what it printed
 * @throws with the end of what it said, where its status is not 0
 */
export function run(program, args, { cwd, env, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let said = '';
    child.stdout.on('data', piece => (out += piece));
    child.stderr.on('data', piece => (said = (said + piece).slice(-4000)));
    child.on('error', reject);
    child.on('close', status => {
      if (status === 0) resolve(out);
      else {
        reject(
          new Error(
            `"${program} ${args.join(' ')}" ended with ${status}:\n${said}`,
          ),
        );
      }
    });
    // A program that ends early breaks the pipe; its status tells more.
    if (input)
      input
        .on('error', reject)
        .pipe(child.stdin)
        .on('error', () => {});
  });
}
