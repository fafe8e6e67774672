import {
  registrationOf,
  type Registration,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { NewModelVersion } from '../../models/modelStore';
import type { ReconcilerPorts, Term } from '../ports';
import type { JudgedAttempt } from './endAttempt';

interface Registered {
  readonly version: number | null;
  readonly note: string | null;
}

const NOTHING: Registered = { version: null, note: null };

/** Purposes whose models may become candidates. */
const REGISTERED_PURPOSES: ReadonlySet<string> = new Set([
  'train',
  'schedule',
  'backfill',
]);

/**
 * Registers the model version that a run sealed, as the service judges it: a
 * candidate, or blocked. What a laptop made is never registered, whatever it says.
 */
export async function registerModel(
  attempt: JudgedAttempt,
  term: Term,
  { models }: Pick<ReconcilerPorts, 'models'>,
): Promise<Registered> {
  const { entry, plan, store, manifests, sealed, verdict, state } = attempt;
  const { run, purpose } = entry.summary;
  const { registration: document } = sealed;
  if (
    !document ||
    !REGISTERED_PURPOSES.has(purpose) ||
    (state !== 'succeeded' && state !== 'blocked')
  ) {
    return NOTHING;
  }
  if ((await store.runs.find(run))?.trust !== 'engine') {
    return refused('its results were not made by an engine of this service');
  }
  const registration = registrationOf(document, plan, manifests, verdict);
  if (registration.outcome === 'refused') return refused(registration.because);
  term.check();
  const registered = await models.register(
    versionOf(attempt, document, registration),
    term.fence,
  );
  switch (registered.outcome) {
    case 'fenced':
      return term.fenced();
    case 'owned by another':
      return refused(`another pipeline registered ${document.name} first`);
    default:
      return { version: registered.version, note: null };
  }
}

function refused(because: string): Registered {
  const end = because.endsWith('.') ? '' : '.';
  return {
    version: null,
    note: `The model was not registered: ${because}${end}`,
  };
}

function versionOf(
  { entry, metrics, headline, plan }: JudgedAttempt,
  document: NonNullable<JudgedAttempt['sealed']['registration']>,
  { stage, because }: Registration & { outcome: 'to register' },
): NewModelVersion {
  const { summary } = entry;
  return {
    namespace: summary.pipeline.namespace,
    name: document.name,
    stage,
    because: [...because],
    run: summary.run,
    pipeline: summary.pipeline.entity,
    owner: summary.owner,
    dataset: plan.dataset ?? null,
    model: document.evidence.model,
    evidenceDigest: document.evidence_digest,
    evidence: Object.fromEntries(
      Object.entries(document.evidence).filter(
        (kind): kind is [string, string] => kind[1] !== undefined,
      ),
    ),
    metrics,
    headline,
  };
}
