import { Badge } from '@backstage/ui';
import type { StateWords } from './stateWords';
import styles from './WordsBadge.module.css';

/** Where something stands, by icon and word; colour only adds to them. */
export function WordsBadge({
  state,
  words: { label, means, tone },
  icon,
}: {
  readonly state: string;
  readonly words: StateWords;
  readonly icon: JSX.Element;
}) {
  return (
    <Badge
      size="small"
      icon={icon}
      title={means}
      data-state={state}
      className={styles[tone]}
    >
      {label}
    </Badge>
  );
}
