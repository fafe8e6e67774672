import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

// The portal itself.
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Who may come in, and who may do what.
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./permissions/module'));

// What there is.
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

// What can be done.
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@backstage/plugin-mcp-actions-backend'));

// Training.
backend.add(import('@trainyard/backstage-plugin-ml-training-backend'));
backend.add(
  import('@trainyard/backstage-plugin-ml-training-backend-module-local'),
);
backend.add(
  import('@trainyard/backstage-plugin-ml-training-backend-module-argo-workflows'),
);
backend.add(
  import('@trainyard/backstage-plugin-ml-training-backend-module-s3'),
);
backend.add(
  import('@trainyard/backstage-plugin-catalog-backend-module-ml-training'),
);

backend.start();
