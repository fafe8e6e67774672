import type { SvgNode } from '@trainyard/backstage-plugin-ml-training-common';
import { createElement, type ReactElement } from 'react';
import styles from './charts.module.css';

/** A chart of the domain as React draws it: each mark that has words can be reached by keyboard. */
export function Drawing({ chart }: { readonly chart: SvgNode }) {
  const { height, ...attributes } = propertiesOf(chart.attributes);
  return createElement(
    'svg',
    {
      ...attributes,
      role: 'group',
      'aria-label': wordsOf(chart, 'title'),
      className: styles.drawing,
    },
    chart.children.map((child, i) =>
      typeof child === 'string' ? child : element(child, i),
    ),
  );
}

function element(node: SvgNode, key: number): ReactElement {
  const words = node.tag === 'title' ? undefined : wordsOf(node, 'title');
  return createElement(
    node.tag,
    {
      key,
      ...propertiesOf(node.attributes),
      ...(words && { tabIndex: 0, role: 'img', 'aria-label': words }),
    },
    ...node.children.map((child, i) =>
      typeof child === 'string' ? child : element(child, i),
    ),
  );
}

function wordsOf(node: SvgNode, tag: 'title' | 'desc'): string | undefined {
  const found = node.children.find(
    child => typeof child !== 'string' && child.tag === tag,
  );
  const text = typeof found === 'object' ? found.children[0] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** `stroke-width` is `strokeWidth` to React. */
function propertiesOf(
  attributes: SvgNode['attributes'],
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
