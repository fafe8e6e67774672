import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import type { ReconcilerPorts, Term } from './ports';
import { within } from './patience';

export type EngineAnswer<T> =
  | { readonly outcome: 'answered'; readonly answer: T }
  | { readonly outcome: 'unreachable'; readonly because: string };

/** A stop ends only when all of the attempt has ended; anything else is a question. */
const PATIENCE = { stop: 120_000, question: 20_000 } as const;

/** Asks an engine, or says in a sentence why it cannot be asked. @throws LeaseLost */
export async function askEngine<T>(
  name: string,
  what: keyof typeof PATIENCE,
  call: (engine: TrainingEngine) => Promise<T>,
  term: Term,
  { engines }: Pick<ReconcilerPorts, 'engines'>,
): Promise<EngineAnswer<T>> {
  const engine = engines.get(name);
  if (!engine) {
    return {
      outcome: 'unreachable',
      because: `The engine ${name} is not configured any more. Configure it again, so that this run can go on or be stopped.`,
    };
  }
  term.check();
  try {
    const answer = await within(PATIENCE[what], call(engine));
    return { outcome: 'answered', answer };
  } catch (error) {
    return {
      outcome: 'unreachable',
      because: `The engine ${name} cannot be asked: ${firstLine(error)}`,
    };
  }
}

/** As much of an error as fits into a sentence. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0].slice(0, 300) || 'it does not say why.';
}
