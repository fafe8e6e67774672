import { Button, Tooltip, TooltipTrigger, VisuallyHidden } from '@backstage/ui';
import { useId, type ReactElement } from 'react';
import styles from '../run.module.css';

/**
 * A button for something that may not be allowed. It can be reached even then: why
 * not is told on hover and to screen readers, which a disabled one would hide.
 */
export function ActionButton({
  label,
  doing,
  busy = false,
  reason,
  icon,
  destructive = false,
  onPress,
}: {
  readonly label: string;
  /** Said instead while it is under way, such as "Stopping …". */
  readonly doing: string;
  readonly busy?: boolean;
  /** Why not; null where it may be done. */
  readonly reason: string | null;
  readonly icon: ReactElement;
  readonly destructive?: boolean;
  readonly onPress: () => void;
}) {
  const why = useId();
  const off = busy || reason !== null;
  return (
    <>
      <TooltipTrigger isDisabled={reason === null || busy} delay={200}>
        <Button
          size="small"
          variant="secondary"
          destructive={destructive}
          iconStart={icon}
          aria-disabled={off || undefined}
          aria-describedby={reason === null || busy ? undefined : why}
          className={off ? styles.unavailable : undefined}
          onPress={() => {
            if (!off) onPress();
          }}
        >
          {busy ? doing : label}
        </Button>
        <Tooltip>{reason}</Tooltip>
      </TooltipTrigger>
      {reason !== null && <VisuallyHidden id={why}>{reason}</VisuallyHidden>}
    </>
  );
}
