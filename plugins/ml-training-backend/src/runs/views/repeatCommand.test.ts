import { runEntryOf } from '../../testing/storedRuns';
import { repeatCommand } from './repeatCommand';

const source = { kind: 'url', target: 'x', dirty: false } as const;

describe('repeatCommand', () => {
  it('checks out what was run', () => {
    const entry = runEntryOf({ source: { ...source, commit: 'abc123' } });
    expect(repeatCommand(entry)).toBe(
      'git checkout abc123 && trainyard run pipeline.yaml',
    );
  });

  it.each([
    ['a; rm -rf ~', "trainyard run 'a; rm -rf ~'"],
    ["it's.yaml", "trainyard run 'it'\\''s.yaml'"],
    ['--help', "trainyard run '--help'"],
  ])('keeps %s one harmless word', (specification, command) => {
    const entry = runEntryOf({
      specification,
      source: { ...source, commit: null },
    });
    expect(repeatCommand(entry)).toBe(command);
  });
});
