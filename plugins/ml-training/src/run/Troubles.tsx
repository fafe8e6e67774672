import type {
  RunDetail,
  Trouble,
} from '@trainyard/backstage-plugin-ml-training-common';
import { RUN_STATE_WORDS } from '@trainyard/backstage-plugin-ml-training-react';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import { RiShieldLine } from '@remixicon/react';
import { useRunPlace, type RunPlace } from './useRunPlace';

/** The first thing a reader needs of a run that does not go well: one sentence, and the link that helps. */
export function Troubles({ run }: { readonly run: RunDetail }) {
  const place = useRunPlace(run.run);
  const pending = run.attempts.at(-1)?.pending;
  if (run.state === 'queued' && pending) {
    return <Alert status="info" icon title={`Waits: ${pending}`} />;
  }
  if (!isTroubled(run.state)) return null;
  const [first, ...more] = run.troubles;
  const blocked = run.state === 'blocked';
  return (
    <Alert
      status={blocked ? 'warning' : 'danger'}
      icon={blocked ? <RiShieldLine aria-hidden /> : true}
      role="group"
      aria-label="What happened"
      title={first?.what ?? run.because ?? RUN_STATE_WORDS[run.state].means}
      description={
        first && (
          <Flex direction="column" gap="2">
            <Explained trouble={first} place={place} />
            {more.map(trouble => (
              <Flex direction="column" key={trouble.what}>
                <Text weight="bold">{trouble.what}</Text>
                <Explained trouble={trouble} place={place} />
              </Flex>
            ))}
          </Flex>
        )
      }
    />
  );
}

function isTroubled(state: RunDetail['state']): boolean {
  return state === 'blocked' || state === 'failed' || state === 'lost';
}

function Explained({
  trouble: { measured, expected, reason, help },
  place,
}: {
  readonly trouble: Trouble;
  readonly place: RunPlace;
}) {
  const facts = [
    measured !== null && `Measured ${measured}.`,
    expected !== null && `Expected ${expected}.`,
    reason,
  ].filter(Boolean);
  const { text, href } = helpOf(help, place);
  return (
    <Text>
      {facts.length > 0 && `${facts.join(' ')} `}
      {href === undefined ? text : <Link href={href}>{text}</Link>}
    </Text>
  );
}

function helpOf(
  help: Trouble['help'],
  place: RunPlace,
): { readonly text: string; readonly href: string | undefined } {
  switch (help.to) {
    case 'gate':
      return {
        text: `Open the gate ${help.gate}`,
        href: place('gates', { gate: help.gate }),
      };
    case 'check':
      return {
        text: `Open the check ${help.check}`,
        href: place('data', { check: help.check }),
      };
    case 'log':
      return {
        text: `Open the log of ${help.step}`,
        href: place('logs', { step: help.step }),
      };
    default:
      return {
        text: `Runbook: ${help.page}`,
        // What a specification names is not obeyed: only pages are opened.
        href: /^(https?:\/\/|\/(?!\/))/i.test(help.page)
          ? help.page
          : undefined,
      };
  }
}
