import { POD_EXIT } from '@trainyard/backstage-plugin-ml-training-common';
import { TAG } from './tags';

/**
 * How the ways in which a pod ends are told apart, in the language of Argo's
 * expressions (expr-lang) over the message that Argo wrote of the last try.
 *
 * A message begins with the container that Argo blames; what follows its exit code
 * may be the user's own words, so that only beginnings are compared. The kubelet
 * gives a message of its own, without a container, to pods that were evicted, shut
 * down with their node, or ran out of time.
 */
const OUT_OF_MEMORY = `lastRetry.message startsWith 'main: OOMKilled'`;
const REFUSED = `lastRetry.message startsWith 'fetch: Error (exit code ${POD_EXIT.noFurtherTry})'`;

/** A command that ends so has decided against going on. */
const EXIT_BLOCKED = 10;

/** When a pod with built-in steps is tried again: never after an end that is recorded. */
export const RETRY_BUILTIN = `!(lastRetry.exitCode in ['${POD_EXIT.attemptFailed}', '${EXIT_BLOCKED}', '${POD_EXIT.noFurtherTry}'])`;

/**
 * When a command is tried again. Argo cannot tell its code's fault from what the end
 * of its pod made it do: the fetching container of the next pod can, and ends it
 * where no try is left. Running out of memory is tried again as long as there is more
 * to be had, or as often as the step may be.
 *
 * @param raises - how often its memory can be raised
 */
export function retryCommand(retries: number, raises: number): string {
  return [
    `lastRetry.exitCode != '${EXIT_BLOCKED}'`,
    `!(${REFUSED})`,
    `(!(${OUT_OF_MEMORY}) || asInt(retries) < ${Math.max(retries, raises)})`,
  ].join(' && ');
}

/**
 * Memory in megabytes by try, each `factor` times the one before, up to the cap.
 * The first is what was asked for, also above the cap.
 */
export function memoryByTry(
  megabytes: number,
  { factor, capMegabytes }: { factor: number; capMegabytes: number },
): readonly number[] {
  const sizes = [megabytes];
  for (let size = megabytes; size < capMegabytes && factor > 1;) {
    size = Math.min(capMegabytes, Math.ceil(size * factor));
    sizes.push(size);
    if (sizes.length > MOST_RAISES) break;
  }
  return sizes;
}

const MOST_RAISES = 10;

/** The limit of a try: more than asked for only after a try that ran out of memory. */
export function memoryLimit(sizes: readonly number[]): string {
  return `${TAG.expression(
    `${OUT_OF_MEMORY} ? [${sizes.join(', ')}][min(asInt(retries), ${sizes.length - 1})] : ${sizes[0]}`,
  )}M`;
}
