import type { Lock } from '../lock/lock';
import { answersOf, type AnswerSources } from './answersOf';

const DIGEST = '1'.repeat(64);
const EMPTY: Lock = {
  lock_version: 1,
  sources: {},
  environments: {},
  images: {},
};
const nothing: AnswerSources = {
  bundle: DIGEST,
  source: { kind: 'file', target: '/x', commit: null, dirty: false },
  steps: [],
  headline: null,
  metrics: {},
  parent: null,
  reproduction: null,
};

function answerTo(question: string, change: Partial<AnswerSources> = {}) {
  const answers = answersOf({ ...nothing, ...change });
  return answers.find(answer => answer.question === question);
}

describe('answersOf', () => {
  it('asks the same twelve questions of every run, and says why an answer is missing', () => {
    const answers = answersOf(nothing);
    expect(new Set(answers.map(({ question }) => question)).size).toBe(12);
    expect(answers.filter(({ value }) => value !== null)).toEqual([]);
    expect(answers.filter(({ note }) => !note)).toEqual([]);
  });

  it('tells of changes that were not committed', () => {
    const source = { ...nothing.source, commit: 'abc', dirty: true };
    expect(answerTo('commit', { source })).toMatchObject({
      value: 'abc',
      digest: DIGEST,
      note: expect.stringContaining('not committed'),
    });
  });

  it('shows a metric that is no number as such', () => {
    expect(
      answerTo('metrics', {
        metrics: { 'test.raw.auc': null, 'train-model.loss': 1 },
      })?.value,
    ).toBe('test.raw.auc not a number');
  });

  it('warns that a source may be gone when somebody wants to train again', () => {
    const sourceOf = (strength: 'sha256' | 'copied') => ({
      path: 'data',
      strength,
      tree: DIGEST,
      files: [],
    });
    const lock: Lock = {
      ...EMPTY,
      sources: { flights: sourceOf('sha256'), planes: sourceOf('copied') },
    };
    expect(answerTo('reproduction', { lock })).toMatchObject({
      value: 'Yes, as long as flights can be read where pinned',
      note: expect.stringContaining('bytes may be lost'),
    });
  });

  it('tells how a reproduction compared', () => {
    expect(
      answerTo('reproduction', {
        lock: EMPTY,
        parent: 'run-0',
        reproduction: { verdict: 'diverged', explanation: 'They part at a.' },
      })?.note,
    ).toBe('It repeats run-0: diverged. They part at a.');
  });

  it('says that nothing differs from a run of the same sources', () => {
    expect(
      answerTo('predecessor', {
        predecessor: { run: 'run-0', bundle: DIGEST },
      }),
    ).toMatchObject({
      value: 'run-0',
      note: 'Nothing differs: the same sources.',
    });
  });
});
