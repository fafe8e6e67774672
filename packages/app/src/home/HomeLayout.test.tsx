import type { HomePageWidgetData } from '@backstage/plugin-home-react/alpha';
import { render, screen } from '@testing-library/react';
import { HomeLayout } from './HomeLayout';

const widget = (name: string): HomePageWidgetData => ({
  node: {} as HomePageWidgetData['node'],
  name,
  component: <p>{`widget ${name}`}</p>,
});
const listed = (component: string) => ({
  ...{ component, column: 0, row: 0, width: 12, height: 1 },
});

it('shows the listed widgets in the order of the list, and no others', () => {
  render(
    <HomeLayout
      widgets={['Clock', 'Toolkit', 'Starred'].map(widget)}
      defaultConfig={['Starred', 'Toolkit', 'Gone'].map(listed)}
    />,
  );
  expect(
    screen.getAllByText(/^widget/).map(({ textContent }) => textContent),
  ).toEqual(['widget Starred', 'widget Toolkit']);
});
