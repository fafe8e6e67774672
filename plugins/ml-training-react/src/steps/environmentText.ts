import type { Environment } from '@trainyard/backstage-plugin-ml-training-common';

/** What a command ran in, in words. */
export function environmentText(environment: Environment): string {
  switch (environment.kind) {
    case 'image':
      return environment.image;
    case 'python':
      return `Python ${environment.python} on ${environment.platform}, requirements ${environment.requirements.slice(0, 12)}`;
    default:
      return `What the host has, on ${environment.platform}`;
  }
}
