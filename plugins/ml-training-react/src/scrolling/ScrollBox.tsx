import { forwardRef, type HTMLAttributes } from 'react';

/** A part of a page that scrolls by itself, which the arrow keys can do too. */
export const ScrollBox = forwardRef<
  HTMLDivElement,
  Omit<HTMLAttributes<HTMLDivElement>, 'tabIndex'> & {
    readonly 'aria-label': string;
  }
>((props, ref) => (
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- else whoever has no mouse cannot scroll it
  <div ref={ref} role="group" {...props} tabIndex={0} />
));
