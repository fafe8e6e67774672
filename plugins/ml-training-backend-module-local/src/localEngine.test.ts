// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a suite for the engines of this repository: it is not published
import { describeEngine } from '@trainyard/backstage-plugin-ml-training-node/src/testing/engineContract';
import { openedEngine } from './testing/openedEngine';
import { pipelineOf } from './testing/preparedRun';

jest.setTimeout(60_000);

describe('the embedded engine', () => {
  describeEngine(async limit => {
    const opened = await openedEngine({ concurrency: limit });
    return {
      ...opened,
      prepare: (run, scripts) => opened.prepare(run, pipelineOf(scripts)),
    };
  });
});
