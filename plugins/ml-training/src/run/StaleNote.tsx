import { Alert, Button } from '@backstage/ui';
import styles from './run.module.css';

/** Says that what is shown may be old; lies over the page, so that nothing in it moves. */
export function StaleNote({
  error,
  retry,
}: {
  readonly error: Error;
  readonly retry: () => void;
}) {
  return (
    <Alert
      className={styles.stale}
      status="warning"
      icon
      role="status"
      title="What you see may be old"
      description={`The training service could not answer: ${error.message} The run itself goes on; this page asks again by itself.`}
      customActions={
        <Button size="small" variant="secondary" onPress={retry}>
          Ask again now
        </Button>
      }
    />
  );
}
