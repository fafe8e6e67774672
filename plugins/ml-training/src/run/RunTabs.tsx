import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import { Skeleton, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { lazy, Suspense, useEffect, useRef, type ComponentType } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import styles from './run.module.css';
import { SummaryTab } from './summary/SummaryTab';
import { RUN_TABS, useRunPlace, type RunTab } from './useRunPlace';

type TabProps = { readonly run: RunDetail };

/** Each tab is fetched when it is first opened: graph, charts and logs are large. */
const TABS: Readonly<
  Record<
    RunTab,
    { readonly label: string; readonly content: ComponentType<TabProps> }
  >
> = {
  summary: { label: 'Summary', content: SummaryTab },
  steps: {
    label: 'Steps',
    content: lazy(async () => ({
      default: (await import('./steps/StepsTab')).StepsTab,
    })),
  },
  metrics: {
    label: 'Metrics',
    content: lazy(async () => ({
      default: (await import('./evidenceTabs')).MetricsTab,
    })),
  },
  gates: {
    label: 'Gates',
    content: lazy(async () => ({
      default: (await import('./evidenceTabs')).GatesTab,
    })),
  },
  data: {
    label: 'Data',
    content: lazy(async () => ({
      default: (await import('./evidenceTabs')).DataTab,
    })),
  },
  artifacts: {
    label: 'Artifacts',
    content: lazy(async () => ({
      default: (await import('./artifacts/ArtifactsTab')).ArtifactsTab,
    })),
  },
  logs: {
    label: 'Logs',
    content: lazy(async () => ({
      default: (await import('./logs/LogsTab')).LogsTab,
    })),
  },
  specification: {
    label: 'Specification',
    content: lazy(async () => ({
      default: (await import('./specification/SpecificationTab'))
        .SpecificationTab,
    })),
  },
};

/** Opened once, these stay: coming back shows them at once. Logs are closed, so that nothing is read unseen. */
const STAYS: ReadonlySet<RunTab> = new Set([
  'metrics',
  'gates',
  'data',
  'artifacts',
  'specification',
]);

/** The tabs of a run; which one is open, and what is chosen in it, is in the address. */
export function RunTabs({
  run,
  tab,
}: {
  readonly run: RunDetail;
  readonly tab: RunTab;
}) {
  const place = useRunPlace(run.run);
  const navigate = useNavigate();
  const { search } = useLocation();
  /** What was chosen in each tab: who comes back finds it again. */
  const left = useRef(new Map<RunTab, string>());
  useEffect(() => {
    left.current.set(tab, search);
  }, [tab, search]);
  const opened = useRef(new Set<RunTab>());
  opened.current.add(tab);

  return (
    <Tabs
      selectedKey={tab}
      onSelectionChange={key => {
        const next = RUN_TABS.find(one => one === key);
        if (next && next !== tab) {
          navigate(`${place(next)}${left.current.get(next) ?? ''}`);
        }
      }}
    >
      <div className={styles.tabList}>
        <TabList aria-label="About this run">
          {RUN_TABS.map(id => (
            <Tab key={id} id={id}>
              {TABS[id].label}
            </Tab>
          ))}
        </TabList>
      </div>
      {RUN_TABS.map(id => {
        const { content: Content } = TABS[id];
        return (
          <TabPanel
            key={id}
            id={id}
            className={styles.panel}
            shouldForceMount={STAYS.has(id) && opened.current.has(id)}
          >
            <Suspense fallback={<Skeleton width="100%" height={480} />}>
              <Content run={run} />
            </Suspense>
          </TabPanel>
        );
      })}
    </Tabs>
  );
}
