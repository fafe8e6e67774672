import type { AttemptEnd } from './records';

/** What happens while a run is executed, for whoever looks on. Hints: the store is the truth. */
export type RunEvent =
  | {
      readonly event: 'run began';
      readonly run: string;
      readonly attempt: number;
      readonly steps: readonly string[];
    }
  | {
      readonly event: 'source staged';
      readonly source: string;
      readonly bytes: number;
    }
  | {
      readonly event: 'step began';
      readonly step: string;
      /** 1-based. */
      readonly position: number;
      readonly of: number;
      readonly try: number;
    }
  | {
      readonly event: 'step said';
      readonly step: string;
      readonly try: number;
      readonly line: string;
    }
  | {
      readonly event: 'step ended';
      readonly step: string;
      readonly position: number;
      readonly of: number;
      readonly status: AttemptEnd['steps'][number]['status'];
      readonly seconds: number;
      readonly because: readonly string[];
    };
