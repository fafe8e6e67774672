import { readPodLine, readSaidLine } from './podLine';

const said = { step: 'build-tables', try: 2, line: 'read {"x": 1}' };

it('reads what a step said', () => {
  expect(readSaidLine(JSON.stringify(said))).toEqual(said);
});

it('tells what happened from what was said', () => {
  const event = { event: 'step began', step: 'build-tables', try: 1 };
  expect(readPodLine(JSON.stringify(event))).toEqual(event);
  expect(readSaidLine(JSON.stringify(event))).toBeUndefined();
});

it.each(['', 'Warning: deprecated', '{"step":"a"}', '[]', 'null', '{"step"'])(
  'knows that %j is not a line of ours',
  text => {
    expect(readPodLine(text)).toBeUndefined();
  },
);
