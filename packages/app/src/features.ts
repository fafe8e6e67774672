import { catalogGraphModule } from './catalog/graph';
import { catalogPresentationModule } from './catalog/presentation';
import { homeModule } from './home/module';
import { navigationModule } from './navigation/module';
import { signInModule } from './signIn/module';

/**
 * What this portal changes about its plugins. The plugins themselves are found
 * among this package's dependencies, through `app.packages: all` in app-config.yaml.
 */
export const features = [
  catalogGraphModule,
  catalogPresentationModule,
  homeModule,
  navigationModule,
  signInModule,
];
