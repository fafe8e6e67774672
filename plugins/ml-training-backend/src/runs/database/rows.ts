import type { WholeNumber } from '../../database/columns';

/** Rows as the databases answer them: moments are milliseconds, of Postgres as texts. */
export interface RunRow {
  readonly seq: number;
  readonly run: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly pipeline_name: string;
  readonly owner: string;
  readonly engine: string;
  readonly purpose: string;
  readonly set_off_by: string;
  readonly principal: string;
  readonly parent: string | null;
  readonly model: string | null;
  readonly model_version: number | null;
  readonly dataset: string | null;
  readonly dataset_version: string | null;
  readonly state: string;
  /** 0 or 1. */
  readonly ended: number;
  readonly because: string | null;
  readonly attempt: number;
  readonly submitted_at: WholeNumber;
  readonly started_at: WholeNumber | null;
  readonly ended_at: WholeNumber | null;
  readonly duration_ms: WholeNumber | null;
  readonly headline_metric: string | null;
  readonly headline_value: number | null;
  readonly headline_better: string | null;
  readonly headline_change: number | null;
  readonly gates_passed: number | null;
  readonly gates_blocked: number | null;
  readonly gates_total: number | null;
  readonly steps_done: number;
  readonly steps_total: number;
  readonly reproduction: string | null;
  readonly revision: number;
}

export interface AttemptRow {
  readonly seq: number;
  readonly attempt: number;
  readonly engine: string;
  readonly state: string;
  readonly because: string | null;
  readonly pending: string | null;
  readonly submitted_at: WholeNumber;
  readonly started_at: WholeNumber | null;
  readonly ended_at: WholeNumber | null;
  readonly ref: string | null;
  readonly stop_by: string | null;
  readonly stop_at: WholeNumber | null;
}

export interface SubmissionRow {
  readonly run: string;
  readonly principal: string;
  readonly token: string;
  readonly request_digest: string;
  readonly body: string;
}

export interface StepRow {
  readonly seq: number;
  readonly attempt: number;
  readonly name: string;
  readonly position: number;
  /** 0 or 1. */
  readonly done: number;
  readonly body: string;
}
