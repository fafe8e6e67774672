import { Link } from '@backstage/ui';
import type { ReactNode } from 'react';

/** A link where there is a page to go to, else its text. */
export function MaybeLink({
  href,
  title,
  label,
  children,
}: {
  readonly href: string | undefined;
  readonly title?: string;
  /** What it is called where its text alone says too little. */
  readonly label?: string;
  readonly children: ReactNode;
}) {
  if (href === undefined) return <span title={title}>{children}</span>;
  return (
    <Link href={href} title={title} aria-label={label}>
      {children}
    </Link>
  );
}
