import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Credentials } from './httpClient';
import { tokenOfFile, writtenToken, type Token } from './token';

const cluster = z.looseObject({
  server: z.string(),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'tls-server-name': z.string().optional(),
});

const user = z.looseObject({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
  exec: z.unknown().optional(),
  'auth-provider': z.unknown().optional(),
  username: z.string().optional(),
});

const context = z.looseObject({
  cluster: z.string(),
  user: z.string(),
  namespace: z.string().optional(),
});

const kubeconfig = z.looseObject({
  'current-context': z.string().optional(),
  clusters: z.array(z.looseObject({ name: z.string(), cluster })).default([]),
  users: z.array(z.looseObject({ name: z.string(), user })).default([]),
  contexts: z.array(z.looseObject({ name: z.string(), context })).default([]),
});

export interface KubernetesPlace {
  readonly url: string;
  readonly credentials: Credentials;
  /** Of the context, where it names one. */
  readonly namespace?: string;
}

/**
 * Where a kubeconfig file leads, and as whom.
 *
 * @param contextName - the file's current one where it is absent
 * @throws InputError with what the file lacks, or holds and must not
 */
export async function readKubeconfig(
  file: string,
  contextName: string | undefined,
  monotonic: () => number,
): Promise<KubernetesPlace> {
  const refuse = (why: string) => new InputError(`kubeconfig ${file}: ${why}`);
  const text = await readFile(file, 'utf8').catch(error => {
    throw refuse(`it cannot be read: ${error.message}`);
  });
  const parsed = kubeconfig.safeParse(parse(text));
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  const config = parsed.data;

  const name = contextName ?? config['current-context'];
  const found = config.contexts.find(it => it.name === name)?.context;
  if (!found) {
    const names = config.contexts.map(it => it.name).join(', ') || 'none';
    throw refuse(
      `expected the context ${name ?? 'that current-context names'}, found ${names}. Name one of them in \`context\`.`,
    );
  }
  const place = config.clusters.find(it => it.name === found.cluster)?.cluster;
  if (!place) throw refuse(`it has no cluster ${found.cluster}`);
  const who = config.users.find(it => it.name === found.user)?.user;
  if (!who) throw refuse(`it has no user ${found.user}`);

  if (place['insecure-skip-tls-verify']) {
    throw refuse(
      `the cluster ${found.cluster} has insecure-skip-tls-verify, with which anybody could answer in its place. Give it certificate-authority or certificate-authority-data.`,
    );
  }
  if (who.exec !== undefined || who['auth-provider'] !== undefined) {
    throw refuse(
      `the user ${found.user} gets its credentials from another program (exec or auth-provider), which a service does not run. Make a service account for the portal and give its token: docs/how-to/run-on-argo.md.`,
    );
  }
  if (who.username !== undefined) {
    throw refuse(
      `the user ${found.user} has a password, which Kubernetes does not take any more. Give a token or a client certificate.`,
    );
  }

  const bytesOf = async (
    data: string | undefined,
    path: string | undefined,
  ) => {
    if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
    if (path === undefined) return undefined;
    const whole = resolve(dirname(file), path);
    return readFile(whole, 'utf8').catch(error => {
      throw refuse(`${path} cannot be read: ${error.message}`);
    });
  };
  const ca = await bytesOf(
    place['certificate-authority-data'],
    place['certificate-authority'],
  );
  const cert = await bytesOf(
    who['client-certificate-data'],
    who['client-certificate'],
  );
  const key = await bytesOf(who['client-key-data'], who['client-key']);
  const serverName = place['tls-server-name'];
  return {
    url: place.server,
    ...(found.namespace !== undefined && { namespace: found.namespace }),
    credentials: {
      token: tokenOf(who, file, monotonic),
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined &&
        key !== undefined && { clientCertificate: { cert, key } }),
      ...(serverName !== undefined && { serverName }),
    },
  };
}

function tokenOf(
  { token, tokenFile }: z.output<typeof user>,
  file: string,
  monotonic: () => number,
): Token {
  // As kubectl does: the file, which is renewed, goes before what was written once.
  if (tokenFile !== undefined) {
    return tokenOfFile(resolve(dirname(file), tokenFile), monotonic);
  }
  return token === undefined ? async () => undefined : writtenToken(token);
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The cluster that this process runs in, as the service account of its pod.
 *
 * @throws InputError outside of a pod, or where the pod was given no token
 */
export async function inClusterPlace(
  environment: Readonly<Record<string, string | undefined>>,
  monotonic: () => number,
  account = ACCOUNT,
): Promise<KubernetesPlace> {
  const host = environment.KUBERNETES_SERVICE_HOST;
  const port = environment.KUBERNETES_SERVICE_PORT ?? '443';
  if (!host) {
    throw new InputError(
      'inCluster: expected KUBERNETES_SERVICE_HOST, which every pod finds in its environment; the portal does not seem to run in a pod. Give a kubeconfig.',
    );
  }
  const ca = await readFile(`${account}/ca.crt`, 'utf8').catch(() => {
    throw new InputError(
      `inCluster: expected the service account's files in ${account}; automountServiceAccountToken may be off for the portal's pod.`,
    );
  });
  const namespace = await readFile(`${account}/namespace`, 'utf8').catch(
    () => undefined,
  );
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ...(namespace !== undefined && { namespace: namespace.trim() }),
    credentials: { ca, token: tokenOfFile(`${account}/token`, monotonic) },
  };
}
