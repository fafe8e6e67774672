import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  NavContentBlueprint,
  type NavContentComponentProps,
  type NavContentNavItem,
} from '@backstage/plugin-app-react';

/** What people come for first, in this order; every other page follows by itself. */
const FIRST = ['page:home', 'page:ml-training', 'page:catalog', 'page:search'];
const LAST = ['page:notifications', 'page:user-settings'];

function Item({ href, icon, title }: NavContentNavItem) {
  return <SidebarItem to={href} icon={() => icon} text={title} />;
}

function PortalNavigation({ navItems }: NavContentComponentProps) {
  const items = navItems.withComponent(Item);
  const first = FIRST.map(id => items.take(id));
  const last = LAST.map(id => items.take(id));
  return (
    <Sidebar>
      {first}
      <SidebarDivider />
      {items.rest()}
      <SidebarSpace />
      <SidebarDivider />
      {last}
    </Sidebar>
  );
}

export const navigationModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    NavContentBlueprint.make({ params: { component: PortalNavigation } }),
  ],
});
