import { useBreakpoint } from '@backstage/ui';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** What a screen has beside the portal's navigation, in rem, where it cannot be measured. */
const GUESSES = [
  ['lg', 64],
  ['md', 48],
  ['initial', 28],
] as const;

/**
 * How wide an element is, in rem: beside the navigation, in a card, on a phone.
 *
 * @returns the width is undefined in the very first drawing, of which nothing is
 *   seen: what needs it is drawn once, right, and not twice
 */
export function useWidth(): [RefObject<HTMLDivElement>, number | undefined] {
  const { up } = useBreakpoint();
  const element = useRef<HTMLDivElement>(null);
  const [measured, setMeasured] = useState<number>();
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const measure = () =>
      setMeasured(
        current.clientWidth /
          (parseFloat(getComputedStyle(document.documentElement).fontSize) ||
            16),
      );
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  if (measured === undefined) return [element, undefined];
  const guess = GUESSES.find(([breakpoint]) => up(breakpoint))?.[1] ?? 28;
  return [element, measured || guess];
}
