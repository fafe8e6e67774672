import { useEffect, useState } from 'react';
import { agoText } from './agoText';

const ABSOLUTE = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});

/** A moment as people say it; the absolute one, with its zone, on hover and for screen readers. */
export function When({ at }: { readonly at: string | null }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (at === null) return <>–</>;
  const moment = new Date(at);
  const absolute = ABSOLUTE.format(moment);
  return (
    <time dateTime={at} title={absolute} aria-label={absolute}>
      {agoText(moment, now)}
    </time>
  );
}
