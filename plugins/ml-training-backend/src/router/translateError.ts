import { InputError, ServiceUnavailableError } from '@backstage/errors';
import {
  ArtifactError,
  StoreError,
  type StoreFault,
} from '@trainyard/artifacts';
import { QueryError } from '../runs/runStore';

/** What a caller can do something about is told as Backstage tells it; all else stays as it is and becomes a 500. */
export function translateError(error: unknown): unknown {
  if (error instanceof QueryError) {
    // Own properties of an error reach the caller: TrainingError.details.
    return Object.assign(
      new InputError(error.message),
      error.place && { place: error.place },
    );
  }
  if (error instanceof StoreError) {
    // Without its cause, whose words say where the store lies.
    return new ServiceUnavailableError(
      `The artifact store ${STORE_FAULTS[error.fault]} Nothing was half-written.`,
    );
  }
  if (error instanceof ArtifactError && error.problem in ARTIFACT_PROBLEMS) {
    return new ServiceUnavailableError(
      `${error.key} of the artifact store ${ARTIFACT_PROBLEMS[error.problem]} Tell those who operate the portal: they can check the store with "trainyard verify".`,
    );
  }
  return error;
}

const ASK = 'Ask those who operate the portal to';

const STORE_FAULTS: Record<StoreFault, string> = {
  full: `has no space left. ${ASK} free some, then try again.`,
  'read only': `can only be read. ${ASK} mount it writable, then try again.`,
  'not allowed': `may not be written or read by the portal. ${ASK} give it the right, then try again.`,
  'too large': `may not hold a file of this size. ${ASK} raise the limit, then try again.`,
  'cannot link': `lies on a disk that cannot link files. ${ASK} move it to one that can.`,
  'invalid key': `was asked for a name that it cannot hold. ${ASK} look into the log of the portal.`,
  unreachable: `cannot be reached, or does not answer. Try again in a while; if it stays so, ${ASK.toLowerCase()} see to its server.`,
  'no such bucket': `has no bucket. ${ASK} create it, or to correct its name.`,
  'not trusted': `has a server whose certificate is not trusted. ${ASK} see to it.`,
  'no conditional writes': `lies on a server where writers could overwrite each other. ${ASK} choose one that honours conditional writes.`,
  broken: `is gone or does not answer. ${ASK} see to its disk, then try again.`,
};

const ARTIFACT_PROBLEMS: Readonly<Record<string, string>> = {
  missing: 'is gone.',
  corrupt: 'is damaged: its bytes are not the ones that its digest promises.',
  unreadable: 'cannot be read as what it should be.',
  'too new': 'was written by a later version of Trainyard.',
};
