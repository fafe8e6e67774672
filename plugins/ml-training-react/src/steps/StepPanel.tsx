import type {
  RunDetail,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { Facts } from '../evidence/Facts';
import { LogTail } from '../logs/LogTail';
import { MaybeLink } from '../routes/MaybeLink';
import { useTrainingLinks } from '../routes/useTrainingLinks';
import { ScrollBox } from '../scrolling/ScrollBox';
import { StepStateBadge } from '../states/StateBadge';
import { STEP_STATE_WORDS } from '../states/stateWords';
import { DigestText } from '../values/DigestText';
import { durationText } from '../values/durationText';
import { When } from '../values/When';
import { environmentText } from './environmentText';
import { resourceWords } from './resourceWords';
import styles from './steps.module.css';

/** All that is known of one step: why it is as it is, what went in and out, and its last words. */
export function StepPanel({
  run,
  step,
  logHref,
}: {
  readonly run: Pick<RunDetail, 'run' | 'attempt' | 'state'>;
  readonly step: StepView;
  /** Where its whole log is. */
  readonly logHref: string | undefined;
}) {
  return (
    <Flex
      direction="column"
      gap="4"
      role="region"
      aria-label={`Step ${step.name}`}
    >
      <Flex align="center" gap="3">
        <Text variant="title-x-small" as="h3">
          {step.name}
        </Text>
        <StepStateBadge state={step.state} />
      </Flex>
      <Reasons step={step} />
      <Facts facts={executionFacts(step)} />
      <Section title="Resources, used and requested">
        <Facts facts={resourceWords(step)} />
      </Section>
      <Section title="Inputs">
        <Digests of={step.inputs} none="It takes none." />
      </Section>
      <Section title="Outputs">
        <Digests of={step.outputs} none="Nothing was sealed yet." />
      </Section>
      <Section title="Command and environment">
        <Command step={step} />
      </Section>
      {step.reusedFrom && <ReusedFrom run={step.reusedFrom} />}
      {step.hasLog && (
        <Section title="Last log lines">
          <LogTail key={step.name} run={run} step={step} />
          <MaybeLink href={logHref}>Open the whole log</MaybeLink>
        </Section>
      )}
    </Flex>
  );
}

function Reasons({ step }: { readonly step: StepView }) {
  const { tone, means } = STEP_STATE_WORDS[step.state];
  const reasons =
    step.because.length > 0
      ? step.because
      : [step.waitsFor ? `Waits for ${step.waitsFor}.` : means];
  if (tone !== 'danger' && tone !== 'warning') {
    return <Text color="secondary">{reasons.join(' ')}</Text>;
  }
  return <Alert status={tone} icon title={reasons.join(' ')} />;
}

function executionFacts(step: StepView): [string, ReactNode][] {
  return [
    ['Duration', step.seconds === null ? null : durationText(step.seconds)],
    ['Started', step.startedAt && <When at={step.startedAt} />],
    [
      'Attempt and try',
      step.try === null
        ? `attempt ${step.attempt}, not begun`
        : `attempt ${step.attempt}, try ${step.try}`,
    ],
    ['Exit code', step.exitCode],
    ['Host', step.host],
  ];
}

function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <Flex direction="column" gap="2">
      <Text as="h4" weight="bold">
        {title}
      </Text>
      {children}
    </Flex>
  );
}

function Digests({
  of,
  none,
}: {
  readonly of: Readonly<Record<string, string>>;
  readonly none: string;
}) {
  const named = Object.entries(of);
  if (named.length === 0) return <Text color="secondary">{none}</Text>;
  return (
    <Facts
      facts={named.map(([name, digest]) => [
        name,
        <DigestText digest={digest} of={name} />,
      ])}
    />
  );
}

function Command({ step }: { readonly step: StepView }) {
  return (
    <>
      {step.command && (
        <ScrollBox className={styles.command} aria-label="Command">
          {step.command.join(' ')}
        </ScrollBox>
      )}
      <Facts
        facts={[
          ...(step.builtin
            ? [['Built-in', step.builtin] as [string, ReactNode]]
            : []),
          [
            'Environment',
            step.environment && environmentText(step.environment),
          ],
          [
            'Plan key',
            <DigestText
              digest={step.key}
              of={`the plan key of ${step.name}`}
            />,
          ],
          [
            'Identity',
            step.identity && (
              <DigestText
                digest={step.identity}
                of={`the identity of ${step.name}`}
              />
            ),
          ],
        ]}
      />
    </>
  );
}

function ReusedFrom({ run }: { readonly run: string }) {
  const href = useTrainingLinks().run(run);
  return (
    <Text>
      Its result was made by{' '}
      {href ? <Link href={href}>{run}</Link> : <code>{run}</code>}
    </Text>
  );
}
