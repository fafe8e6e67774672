import type { RunMark } from '@trainyard/backstage-plugin-ml-training-common';
import { Link, Skeleton } from '@backstage/ui';
import { useTrainingLinks } from '../routes/useTrainingLinks';
import { StateIcon } from '../states/StateBadge';
import { RUN_STATE_WORDS } from '../states/stateWords';
import { markText } from './markText';
import styles from './pipelines.module.css';

/** The last runs, oldest first: each a link, as high as it took long, with its state's icon. */
export function RunStrip({
  runs,
  of,
  most = 30,
}: {
  /** Newest first, as the service gives them. */
  readonly runs: readonly RunMark[];
  /** Whose runs they are, for screen readers. */
  readonly of: string;
  readonly most?: number;
}) {
  const links = useTrainingLinks();
  if (runs.length === 0) return <span>No run yet</span>;
  const now = new Date();
  const shown = runs.slice(0, most).reverse();
  const longest = Math.max(1, ...shown.map(mark => mark.durationSeconds ?? 0));
  return (
    <ul className={styles.strip} aria-label={`Last runs of ${of}`}>
      {shown.map(mark => {
        const text = markText(mark, now);
        const drawn = (
          <>
            <span
              className={styles.height}
              style={{
                height: `${4 + (20 * (mark.durationSeconds ?? 0)) / longest}px`,
              }}
            />
            <StateIcon state={mark.state} />
          </>
        );
        const href = links.run(mark.run);
        return (
          <li
            key={mark.run}
            className={styles.mark}
            data-tone={RUN_STATE_WORDS[mark.state].tone}
          >
            {href === undefined ? (
              <span role="img" aria-label={text} title={text}>
                {drawn}
              </span>
            ) : (
              <Link
                href={href}
                aria-label={text}
                title={text}
                className={styles.markLink}
                standalone
              >
                {drawn}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** As high as a strip. */
export function RunStripSkeleton() {
  return <Skeleton width="9rem" height={40} />;
}
