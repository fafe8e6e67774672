import { SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  createFrontendModule,
  useApi,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  type SignInPageProps,
} from '@backstage/plugin-app-react';
import { oidcApi, oidcApiRef } from './oidc';

/**
 * Guests in development; everywhere else whoever the organisation's own provider
 * knows. The backend refuses guests outside development whatever is shown here.
 */
function PortalSignInPage(props: SignInPageProps) {
  const environment =
    useApi(configApiRef).getOptionalString('auth.environment');
  if (environment === undefined || environment === 'development') {
    return <SignInPage {...props} align="center" providers={['guest']} />;
  }
  return (
    <SignInPage
      {...props}
      align="center"
      provider={{
        id: 'oidc',
        title: 'Single sign-on',
        message: 'Sign in with your account of this organisation.',
        apiRef: oidcApiRef,
      }}
    />
  );
}

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    oidcApi,
    SignInPageBlueprint.make({
      params: { loader: async () => PortalSignInPage },
    }),
  ],
});
