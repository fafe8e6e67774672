/* eslint-disable jest/no-export -- a suite that every implementation runs */
import type { ArtifactStore } from '../store/artifactStore';
import { describeBlobs } from './rooms/describeBlobs';
import { describeCheckpoints } from './rooms/describeCheckpoints';
import { describeDocuments } from './rooms/describeDocuments';
import { describeJournal } from './rooms/describeJournal';
import { describeNames } from './rooms/describeNames';
import { describeResults } from './rooms/describeResults';
import { describeRuns } from './rooms/describeRuns';
import { describeTrees } from './rooms/describeTrees';

/** Behaviour that every ArtifactStore shares, whatever keeps its objects. */
export function describeArtifactStore(
  name: string,
  open: () => Promise<ArtifactStore>,
): void {
  describe(`${name} as an ArtifactStore`, () => {
    describeBlobs(open);
    describeTrees(open);
    describeDocuments(open);
    describeNames(open);
    describeResults(open);
    describeRuns(open);
    describeCheckpoints(open);
    describeJournal(open);
  });
}
