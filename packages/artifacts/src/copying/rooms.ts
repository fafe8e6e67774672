import { layout } from '../store/layout';

/** Rooms of documents that name artifacts, in the order in which they may name each other. */
export const DOCUMENT_ROOMS: readonly string[] = [
  layout.names,
  layout.results,
  layout.runs,
  layout.checkpoints,
  layout.journal,
];
