import { podName } from './podName';

describe('podName', () => {
  // As controllers of Argo 3.7 named them; then FNV-1a of 32 bits, of "a" 0xe40c292c,
  // of "foobar" 0xbf9cf968.
  it.each([
    ['hello', { name: 'hello', templateName: 'main' }, 'hello'],
    [
      'hello',
      { name: 'hello.a(0)', templateName: 'work' },
      'hello-work-2362466881',
    ],
    ['wf', { name: 'a', templateName: 't' }, 'wf-t-3826002220'],
    ['wf', { name: 'foobar' }, 'wf-3214735720'],
  ])('of the workflow %s follows from the node %j', (workflow, node, pod) => {
    expect(podName(workflow, node)).toBe(pod);
  });
});
