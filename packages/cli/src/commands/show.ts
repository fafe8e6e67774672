import type {
  AttemptEnd,
  RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '@trainyard/artifacts';
import { lastAttempt } from '@trainyard/runner';
import type { CommandConsole } from '../console';
import { EXIT, type ExitCode } from '../exitCodes';
import { storeOf } from '../machine';
import { openStore } from '../openStore';
import { answerOf } from '../runAnswer';
import { durationText } from '../terminal/durations';
import { WrongUse } from '../usage';
import type { Command } from './command';

/** Tells of one run, or lists the runs of a store, newest first. */
export const show: Command = async ({ operands, options }, terminal) => {
  const { store } = await openStore(
    storeOf(terminal, options),
    terminal,
    'read',
  );
  const json = options.json === true;
  const [run] = operands;
  return run === undefined
    ? listRuns(store, json, terminal)
    : showRun(store, run, json, terminal);
};

async function listRuns(
  store: ArtifactStore,
  json: boolean,
  terminal: CommandConsole,
): Promise<ExitCode> {
  const runs: { record: RunRecord; end: AttemptEnd | undefined }[] = [];
  for await (const id of store.runs.list()) {
    const record = await store.runs.find(id);
    if (record) runs.push({ record, end: await lastAttempt(store, id) });
  }
  runs.sort((a, b) =>
    b.record.submitted_at.localeCompare(a.record.submitted_at),
  );
  if (json) {
    terminal.out(
      JSON.stringify(
        runs.map(({ record, end }) => ({ ...record, status: statusOf(end) })),
      ),
    );
  } else if (runs.length === 0) {
    terminal.out(
      'No runs in this store yet. "trainyard run pipeline.yaml" makes the first.',
    );
  }
  if (!json) {
    for (const { record, end } of runs) {
      terminal.out(
        `${record.submitted_at}  ${statusOf(end).padEnd(10)} ${record.purpose.padEnd(13)} ${record.run}`,
      );
    }
  }
  return EXIT.succeeded;
}

/** An attempt without an end is being executed, or was killed. */
function statusOf(end: AttemptEnd | undefined): string {
  return end?.status ?? 'unfinished';
}

async function showRun(
  store: ArtifactStore,
  run: string,
  json: boolean,
  terminal: CommandConsole,
): Promise<ExitCode> {
  const record = await store.runs.find(run);
  if (!record) throw new WrongUse(`no run "${run}" in this store`);
  const end = await lastAttempt(store, run);
  if (!end) {
    terminal.out(
      json
        ? JSON.stringify({
            runId: run,
            status: 'unfinished',
            plan: record.plan,
          })
        : `${run}: unfinished. If nothing executes it, go on with "trainyard run … --run-id ${run} --resume".`,
    );
    return EXIT.succeeded;
  }
  const answer = await answerOf(store, end);
  if (json) {
    terminal.out(JSON.stringify(answer));
    return EXIT.succeeded;
  }
  const { git } = record;
  const commit = git
    ? `${git.commit}${git.dirty ? ', with changes that were not committed' : ''}`
    : 'not recorded: no git';
  terminal.out(`${run}: ${end.status}, attempt ${end.attempt}`);
  terminal.out(`  pipeline ${record.pipeline}, ${record.purpose}`);
  terminal.out(`  by       ${record.principal}, ${record.submitted_at}`);
  terminal.out(`  commit   ${commit}`);
  terminal.out(`  plan     ${record.plan}`);
  if (answer.model) {
    const { name, version, stage } = answer.model;
    terminal.out(`  model    ${name} ${version}, ${stage}`);
  }
  for (const step of end.steps) {
    const took = step.seconds > 0 ? durationText(step.seconds) : '';
    terminal.out(
      `  ${step.status.padEnd(10)} ${step.id.padEnd(22)} ${took}`.trimEnd(),
    );
    for (const reason of step.because) terminal.out(`             ${reason}`);
  }
  for (const [name, value] of Object.entries(answer.metrics)) {
    terminal.out(`  ${name.padEnd(32)} ${value.toPrecision(4)}`);
  }
  return EXIT.succeeded;
}
