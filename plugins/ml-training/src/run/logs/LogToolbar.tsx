import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import type { Download } from '@trainyard/backstage-plugin-ml-training-react';
import { Button, Select, Switch } from '@backstage/ui';
import { memo } from 'react';
import { LogSearch } from './LogSearch';
import styles from './logs.module.css';
import type { LogAddress } from './useLogAddress';

interface LogToolbarProps {
  readonly run: RunDetail;
  readonly steps: readonly string[];
  readonly step: string;
  readonly at: number | undefined;
  readonly find: string;
  readonly wrap: boolean;
  readonly following: boolean;
  /** Nothing more will be written. */
  readonly ended: boolean;
  readonly saving: Download['saving'];
  readonly change: (changed: Partial<LogAddress>) => void;
  readonly onFollow: (on: boolean) => void;
  readonly onDownload: () => void;
}

/** Which log, what to look for in it, and how it is shown. */
export const LogToolbar = memo(
  ({
    run,
    steps,
    step,
    at,
    find,
    wrap,
    following,
    ended,
    saving,
    change,
    onFollow,
    onDownload,
  }: LogToolbarProps) => (
    <div className={styles.toolbar}>
      <Select
        size="small"
        aria-label="Go to the log of"
        options={steps.map(name => ({ id: name, label: name }))}
        value={step}
        onChange={key => change({ step: String(key), at: undefined })}
      />
      <LogSearch
        run={run}
        find={find}
        at={at === undefined ? undefined : { step, byte: at }}
        onFind={text => change({ find: text })}
        onMatch={match => change({ step: match.step, at: match.offset })}
      />
      <Switch
        label="Follow"
        isSelected={following}
        isDisabled={ended}
        onChange={onFollow}
      />
      <Switch
        label="Wrap lines"
        isSelected={wrap}
        onChange={on => change({ wrap: on })}
      />
      <Button
        size="small"
        variant="secondary"
        aria-disabled={saving !== undefined || undefined}
        onPress={onDownload}
      >
        {saving === undefined ? `Download ${step}` : 'Downloading …'}
      </Button>
    </div>
  ),
);
