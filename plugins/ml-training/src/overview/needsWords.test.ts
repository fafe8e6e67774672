import {
  aModelVersion,
  anOverview,
  aPipeline,
  aRun,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { needsWords } from './needsWords';

describe('what needs a person', () => {
  it('is nothing where nothing went wrong and nobody waits', () => {
    expect(
      needsWords(
        anOverview({ running: [aRun()], champions: [aModelVersion()] }),
      ),
    ).toEqual([]);
  });

  it('is said worst first, runs told apart by what happened to them', () => {
    expect(
      needsWords(
        anOverview({
          troubled: {
            runs: (['blocked', 'failed', 'failed'] as const).map(state =>
              aRun({ state }),
            ),
            more: 0,
          },
          stale: [aPipeline()],
          candidates: [aModelVersion(), aModelVersion()],
        }),
      ),
    ).toEqual([
      '3 runs need you: 2 failed, 1 blocked.',
      '1 pipeline has not succeeded for too long.',
      '2 model versions wait for a decision.',
    ]);
  });

  it('counts runs that are not listed, without guessing what happened to them', () => {
    expect(
      needsWords(
        anOverview({
          troubled: { runs: [aRun({ state: 'failed' })], more: 40 },
        }),
      ),
    ).toEqual(['41 runs need you.']);
  });
});
