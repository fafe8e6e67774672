import type { RunEntry } from '../runStore';

/** The same run from a terminal, in a checkout of the pipeline's folder. For people to copy: nothing here executes it. */
export function repeatCommand({ specification, source }: RunEntry): string {
  const run = `trainyard run ${quoted(specification)}`;
  return source.commit === null
    ? run
    : `git checkout ${quoted(source.commit)} && ${run}`;
}

/** One word for a shell, whatever is in it. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
