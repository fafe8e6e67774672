import {
  problemShape,
  TrainingError,
  type PipelineDetail,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  CommandText,
  ErrorPanel,
  ProblemList,
  useCommand,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Button, Flex, Select, Text } from '@backstage/ui';
import { RiPlayLine } from '@remixicon/react';
import { useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { submitToken } from './submitToken';
import styles from './pipelinesPage.module.css';

/** Starts a run and goes to it; says why where it cannot. */
export function RunNow({
  pipeline: { entity, engines, actions, command },
}: {
  readonly pipeline: PipelineDetail;
}) {
  const links = useTrainingLinks();
  const navigate = useNavigate();
  const submit = useCommand('submitRun');
  const usual = engines.find(engine => engine.default) ?? engines[0];
  const [engine, setEngine] = useState(usual?.name);
  // Kept after a failure: whether the service began the run is not known then.
  const token = useRef<string>();
  const reasonId = useId();

  const press = async () => {
    token.current ??= submitToken();
    const submitted = await submit.send({
      pipeline: entity,
      token: token.current,
      ...(engine !== undefined && { engine }),
    });
    if (!submitted) return;
    token.current = undefined;
    const page = links.run(submitted.run);
    if (page !== undefined) navigate(page);
  };
  const problems = submit.error && problemsOf(submit.error);
  return (
    <Flex direction="column" gap="3" className={styles.runNow}>
      <Flex align="end" gap="2">
        {engines.length > 1 && (
          <Select
            label="Engine"
            options={engines.map(({ name }) => ({ id: name, label: name }))}
            value={engine ?? null}
            onChange={name => {
              setEngine(String(name));
              token.current = undefined;
            }}
          />
        )}
        <Button
          variant="primary"
          iconStart={<RiPlayLine />}
          isDisabled={actions.submit !== null}
          isPending={submit.busy}
          aria-describedby={actions.submit === null ? undefined : reasonId}
          onPress={press}
        >
          {submit.busy ? 'Starting a run' : 'Run now'}
        </Button>
      </Flex>
      {actions.submit !== null && (
        <Text id={reasonId} color="secondary">
          {actions.submit}
        </Text>
      )}
      <CommandText command={command} />
      {submit.error &&
        (problems ? (
          <Flex direction="column" gap="2">
            <Text role="alert">{problemsText(problems.length)}</Text>
            <ProblemList problems={problems} />
          </Flex>
        ) : (
          <ErrorPanel
            error={submit.error}
            means="Pressing again is safe: one press starts one run."
          />
        ))}
    </Flex>
  );
}

function problemsOf({
  details,
}: Partial<TrainingError>): Problem[] | undefined {
  const read = problemShape.array().nonempty().safeParse(details?.problems);
  return read.success ? read.data : undefined;
}

function problemsText(count: number): string {
  return count === 1
    ? 'The run was not started: the specification has a problem.'
    : `The run was not started: the specification has ${count} problems.`;
}
