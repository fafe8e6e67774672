import { fireEvent } from '@testing-library/react';

/**
 * Sizes, which jsdom does not compute: every element is 1,000 by 600 pixels, and
 * text that is scrolled is as high as its first child says. Call once in a describe block.
 */
export function browserLayout(): void {
  const before = new Map<string, PropertyDescriptor | undefined>();
  const prototype = HTMLElement.prototype;
  const sizes: Readonly<Record<string, (this: HTMLElement) => number>> = {
    offsetHeight: () => 600,
    offsetWidth: () => 1000,
    clientHeight: () => 600,
    clientWidth: () => 1000,
    scrollHeight() {
      const inner = this.firstElementChild;
      const height =
        inner instanceof HTMLElement ? parseFloat(inner.style.height) : NaN;
      return Number.isNaN(height) ? 600 : Math.max(600, height);
    },
  };
  beforeAll(() => {
    for (const [name, get] of Object.entries(sizes)) {
      before.set(name, Object.getOwnPropertyDescriptor(prototype, name));
      Object.defineProperty(prototype, name, { configurable: true, get });
    }
    before.set(
      'scrollTo',
      Object.getOwnPropertyDescriptor(prototype, 'scrollTo'),
    );
    Object.defineProperty(prototype, 'scrollTo', {
      configurable: true,
      value(this: HTMLElement, { top }: ScrollToOptions) {
        const most = this.scrollHeight - this.clientHeight;
        this.scrollTop = Math.max(0, Math.min(top ?? 0, most));
        // As in a browser: later, never while it is being drawn.
        setTimeout(() => fireEvent.scroll(this));
      },
    });
    globalThis.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  });
  afterAll(() => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(prototype, name, descriptor);
      else Reflect.deleteProperty(prototype, name);
    }
  });
}
