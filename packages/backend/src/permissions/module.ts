import { createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { trainingPolicy } from './trainingPolicy';

/** Puts this portal's policy in force. */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'training-policy',
  register({ registerInit }) {
    registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(trainingPolicy);
      },
    });
  },
});
