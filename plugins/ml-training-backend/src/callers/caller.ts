import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';

/** Who asks. */
export interface Caller {
  readonly credentials: BackstageCredentials;
  readonly kind: 'user' | 'service';
  /** The user's entity reference, or the name of the service. */
  readonly principal: string;
}

/** @throws AuthenticationError where nobody is signed in */
export function callerOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): Caller {
  if (auth.isPrincipal(credentials, 'user')) {
    const { userEntityRef } = credentials.principal;
    return { credentials, kind: 'user', principal: userEntityRef };
  }
  if (auth.isPrincipal(credentials, 'service')) {
    const { subject } = credentials.principal;
    return { credentials, kind: 'service', principal: subject };
  }
  throw new AuthenticationError('Sign in first.');
}
