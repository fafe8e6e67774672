import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);

/** A busy machine is no failure: what is awaited either comes or it does not. */
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });

/** Pages are tested as a laptop shows them; jsdom has no screen. */
const WIDTH = 1280;

window.matchMedia = query => {
  const least = /min-width:\s*(\d+)px/.exec(query)?.[1];
  return Object.assign(new EventTarget(), {
    matches: least !== undefined && Number(least) <= WIDTH,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  });
};

/**
 * jsdom matches every rule with every element whenever a role or a name is asked
 * for: with the style sheets of a whole portal that takes seconds.
 */
beforeEach(() => {
  for (const sheet of document.querySelectorAll('style')) sheet.remove();
});
