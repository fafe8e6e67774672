import { Content } from '@backstage/core-components';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { Flex } from '@backstage/ui';

/**
 * The widgets that the configuration lists, one below the other in its order. A
 * list follows every width of the window; Backstage's own grid keeps the width at
 * which it was drawn first.
 */
export function HomeLayout({
  widgets,
  defaultConfig = [],
}: HomePageLayoutProps) {
  return (
    <Content>
      <Flex direction="column" gap="4">
        {defaultConfig.map(({ component: listed }) => (
          <div key={listed}>
            {widgets.find(({ name }) => name === listed)?.component}
          </div>
        ))}
      </Flex>
    </Content>
  );
}
