import { useBreakpoint } from '@backstage/ui';
import { useLayoutEffect, useState } from 'react';

/** What a screen has beside the portal's navigation, in rem, until it was measured. */
const GUESSES = [
  ['lg', 64],
  ['md', 48],
  ['initial', 28],
] as const;

/**
 * How wide an element is, in rem: beside the navigation, in a card, on a phone.
 * It is measured before the first paint, so that nothing jumps.
 */
export function useWidth(): [(element: HTMLElement | null) => void, number] {
  const { up } = useBreakpoint();
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [measured, setMeasured] = useState(0);
  useLayoutEffect(() => {
    if (!element) return undefined;
    const measure = () =>
      setMeasured(
        element.clientWidth /
          (parseFloat(getComputedStyle(document.documentElement).fontSize) ||
            16),
      );
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  const guess = GUESSES.find(([breakpoint]) => up(breakpoint))?.[1] ?? 28;
  return [setElement, measured || guess];
}
