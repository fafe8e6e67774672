import type { Plan } from '@trainyard/backstage-plugin-ml-training-common';
import type { DrawnPod, PlacedPod } from './placePods';

/**
 * What each pod waits for, seals and is asked. The first pod comes before all
 * others, the last one after them.
 *
 * A built-in pod seals every command before it that no built-in pod before it has
 * sealed: those have surely ended well when it runs, or it would not. A command's
 * pod relies on commands before it too: where one of them was skipped, it had
 * been settled, and all that it had needed with it.
 */
export function linkPods(
  plan: Plan,
  drawn: readonly DrawnPod[],
): readonly PlacedPod[] {
  const needsOf = new Map(plan.steps.map(({ name, needs }) => [name, needs]));
  const podOf = new Map(
    drawn.flatMap(({ steps }, pod) => steps.map(step => [step, pod] as const)),
  );
  const last = drawn.length - 1;
  const upstream = drawn.map(({ steps }, pod) => {
    const makers = steps
      .flatMap(step => needsOf.get(step) ?? [])
      .map(step => podOf.get(step))
      .filter(maker => maker !== undefined)
      .filter(maker => maker !== pod);
    return new Set(pod === 0 ? makers : [0, ...makers]);
  });
  const awaited = new Set(upstream.flatMap(pods => [...pods]));
  for (let pod = 0; pod < last; pod++) {
    if (!awaited.has(pod)) upstream[last].add(pod);
  }

  const commandsBefore: PodSet[] = [];
  const sealedBefore: PodSet[] = [];
  const seals = drawn.map(({ kind }, pod) => {
    let before = NO_PODS;
    let sealed = NO_PODS;
    for (const other of upstream[pod]) {
      const isCommand = drawn[other].kind === 'command';
      before = union(before, commandsBefore[other]);
      if (isCommand) before = union(before, only(other));
      if (isCommand && kind === 'builtin') continue;
      sealed = union(sealed, sealedBefore[other]);
    }
    commandsBefore.push(before);
    sealedBefore.push(union(before, sealed));
    return without(before, sealed);
  });

  const asks = drawn.map(({ kind }, pod) =>
    kind === 'command' || pod === last
      ? [...upstream[pod]].filter(other => drawn[other].kind === 'builtin')
      : [],
  );
  const tells = drawn.map((): string[] => []);
  asks.forEach((asked, pod) =>
    asked.forEach(other => tells[other].push(drawn[pod].name)),
  );
  const named = (pods: Iterable<number>) =>
    [...pods].sort(byNumber).map(pod => drawn[pod].name);
  return drawn.map((pod, i) => ({
    ...pod,
    dependsOn: named(upstream[i]),
    seals: seals[i].map(other => drawn[other].name),
    asks: named(asks[i]),
    tells: tells[i],
  }));
}

const byNumber = (a: number, b: number) => a - b;

/** One bit for each pod: a plan of hundreds of steps has as many sets, each as large. */
type PodSet = bigint;
const NO_PODS: PodSet = BigInt(0);
const ONE_POD: PodSet = BigInt(1);

/* eslint-disable no-bitwise */
const only = (pod: number): PodSet => ONE_POD << BigInt(pod);
const union = (a: PodSet, b: PodSet): PodSet => a | b;

function without(a: PodSet, b: PodSet): number[] {
  const bits = (a & ~b).toString(2);
  const pods: number[] = [];
  for (let at = bits.length - 1; at >= 0; at--) {
    if (bits[at] === '1') pods.push(bits.length - 1 - at);
  }
  return pods;
}
