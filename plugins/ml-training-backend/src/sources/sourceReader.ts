import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import { ANNOTATIONS } from '@trainyard/backstage-plugin-ml-training-common';

/** Why a source could not be read; whoever asks decides what kind of error it is. */
export interface SourceTrouble {
  readonly outcome: 'trouble';
  readonly kind:
    | 'no location'
    | 'nowhere'
    | 'outside'
    | 'not allowed'
    | 'moved'
    | 'too large'
    | 'unreachable';
  readonly problem: Problem;
}

/** A source that lies in a folder, for as long as it is open. */
export interface OpenSource {
  readonly outcome: 'open';
  readonly kind: 'url' | 'file';
  /** Where people find it. */
  readonly target: string;
  /** Real paths of folders out of which nothing is read. */
  readonly roots: readonly string[];
  /** The specification, below one of them; it need not exist. */
  readonly file: string;
  /** What the place itself says; a folder is asked through git instead. */
  readonly commit: string | null;
  /** Whether it stays where it is after closing, and may change while it is being read. */
  readonly lasting: boolean;
  close(): Promise<void>;
}

export interface SourceReader {
  /**
   * @param target - of the location, without its type
   * @param path - of the specification, relative to the entity's folder
   */
  open(target: string, path: string): Promise<OpenSource | SourceTrouble>;
}

export const SPECIFICATION_OF_NO_ANNOTATION = 'pipeline.yaml';

/** A problem of where the specification is said to lie, placed at the annotation that says so. */
export function annotationTrouble(
  kind: SourceTrouble['kind'],
  words: Pick<Problem, 'expected' | 'found' | 'advice'>,
): SourceTrouble {
  return {
    outcome: 'trouble',
    kind,
    problem: {
      file: 'catalog-info.yaml',
      path: ['metadata', 'annotations', ANNOTATIONS.specification],
      severity: 'error',
      ...words,
    },
  };
}
