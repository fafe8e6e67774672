import {
  figure,
  type EvidenceView,
  type GateResult,
  type RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../feedback/EmptyState';
import { EntityLink } from '../values/EntityLink';
import { Evidence } from './Evidence';
import { Facts } from './Facts';
import { ResultStatus, worstFirst } from './ResultStatus';

/** Which gates a model had to pass, blocked ones first; a row opens to what was measured and why the gate exists. */
export function GatesTab({ run }: { readonly run: RunDetail }) {
  return (
    <Evidence run={run}>
      {evidence => <Gates evidence={evidence} owner={run.owner} />}
    </Evidence>
  );
}

function Gates({
  evidence: { gates, recomputed, runbooks },
  owner,
}: {
  readonly evidence: EvidenceView;
  readonly owner: string;
}) {
  const [search, setSearch] = useSearchParams();
  const opened = search.get('gate');
  if (!gates) {
    return (
      <EmptyState title="No gates were run">
        Gates are run when a model has been evaluated. This run did not come
        that far.
      </EmptyState>
    );
  }
  const open = (gate: string, expanded: boolean) =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        if (expanded) after.set('gate', gate);
        else after.delete('gate');
        return after;
      },
      { replace: true },
    );
  return (
    <Flex direction="column" gap="3">
      <GateSentence evidence={recomputed.gates} results={gates.results} />
      {worstFirst(gates.results).map(result => (
        <Accordion
          key={result.gate}
          isExpanded={opened === result.gate}
          onExpandedChange={expanded => open(result.gate, expanded)}
        >
          <AccordionTrigger>
            <Flex align="center" gap="3">
              <ResultStatus status={result.status} />
              <code>{result.gate}</code>
              <Text color="secondary">{summaryOf(result)}</Text>
            </Flex>
          </AccordionTrigger>
          <AccordionPanel>
            <GateFacts
              result={result}
              owner={owner}
              runbook={runbooks[result.gate]}
            />
          </AccordionPanel>
        </Accordion>
      ))}
      <Text variant="body-small" color="secondary">
        Judged by rules {gates.rules.version}; the verdict is recomputed by the
        service from these results.
      </Text>
    </Flex>
  );
}

function GateSentence({
  evidence,
  results,
}: {
  readonly evidence: EvidenceView['recomputed']['gates'];
  readonly results: readonly GateResult[];
}) {
  if (!evidence) {
    return (
      <Alert
        status="danger"
        icon
        title="The verdict cannot be recomputed here"
        description="The rules that judged these gates are not known to this service. The model cannot be approved."
      />
    );
  }
  if (evidence.verdict === 'passed') {
    const critical = results.filter(({ severity }) => severity === 'critical');
    return (
      <Alert
        status="success"
        icon
        title={`All ${critical.length} critical gates passed`}
      />
    );
  }
  const [first, ...more] = evidence.because;
  return (
    <Alert
      status="warning"
      icon
      title={`Blocked: ${first.message}`}
      description={
        more.length > 0 ? `${more.length} more below.` : 'The rest passed.'
      }
    />
  );
}

function summaryOf(result: GateResult): string {
  const { expected, group, measured, status } = result;
  // A gate over the checks measures nothing: it looks whether they passed.
  if (measured === null && status === 'pass') return expected;
  const was = measuredText(result);
  return `${was}${group === null ? '' : ` for ${group}`}, expected ${expected}`;
}

/** With the unit that the expectation is in. */
function measuredText({ measured, gate }: GateResult): string {
  if (measured === null) return 'not measured';
  return gate === 'size' ? `${figure(measured)} MB` : figure(measured);
}

function GateFacts({
  result,
  owner,
  runbook,
}: {
  readonly result: GateResult;
  readonly owner: string;
  readonly runbook: string | undefined;
}) {
  return (
    <Facts
      facts={[
        ['Measured', measuredText(result)],
        ['Expected', result.expected],
        ['Worst group', result.group],
        ['Rows it rests on', result.rows?.toLocaleString('en') ?? null],
        ['Severity', result.severity],
        ['Why it exists', result.reason ?? null],
        ['What was found', result.message],
        ['Owner', <EntityLink entity={owner} />],
        ['Runbook', runbook ? <Link href={runbook}>{runbook}</Link> : null],
      ]}
    />
  );
}
