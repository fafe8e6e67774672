import { resolve } from 'node:path';
import {
  storeLocation,
  type StoreLocation,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { CommandConsole } from './console';
import { WrongUse } from './usage';

const KNOWN = [
  'endpoint',
  'region',
  'path_style',
  'ca_file',
  'encryption',
  'kms_key',
];

/**
 * What a person wrote for a store: a folder, or
 * `s3://bucket/prefix?endpoint=…&region=…&path_style=true&ca_file=…`. Credentials
 * never stand there: they come from where the AWS SDK looks for them.
 *
 * @throws WrongUse that says what was expected
 */
export function readStoreAddress(
  text: string,
  terminal: Pick<CommandConsole, 'folder' | 'environment'>,
): StoreLocation {
  if (!text.startsWith('s3://')) {
    return { kind: 'folder', path: resolve(terminal.folder, text) };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.port) {
    throw new WrongUse(
      `${JSON.stringify(shown(text))} is no store: expected s3://bucket/prefix?endpoint=https://…, without credentials`,
    );
  }
  const { environment } = terminal;
  const says = url.searchParams;
  const unknown = [...says.keys()].find(name => !KNOWN.includes(name));
  if (unknown !== undefined) {
    throw new WrongUse(
      `${unknown}: the address of a bucket has no such setting; there are: ${KNOWN.join(', ')}`,
    );
  }
  const endpoint = says.get('endpoint') ?? undefined;
  const caFile = says.get('ca_file');
  const encryption = says.get('encryption');
  const parsed = storeLocation.safeParse({
    kind: 's3',
    bucket: url.hostname,
    prefix: withSlash(decodeURIComponent(url.pathname.slice(1))),
    region:
      says.get('region') ??
      environment.AWS_REGION ??
      environment.AWS_DEFAULT_REGION ??
      'us-east-1',
    ...(endpoint !== undefined && { endpoint }),
    // Servers of one's own seldom have a name for each bucket.
    path_style: flag(says.get('path_style')) ?? endpoint !== undefined,
    ...(caFile !== null && { ca_file: resolve(terminal.folder, caFile) }),
    ...(encryption !== null && {
      encryption: {
        kind: encryption,
        ...(says.has('kms_key') && { key_id: says.get('kms_key') }),
      },
    }),
  });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new WrongUse(`${text}: ${path.join('.')}: ${message}`);
}

/** The part of a store that belongs to a namespace; none meets another's names, results or rows. */
export function namespaceOf(
  root: StoreLocation,
  namespace: string,
): StoreLocation {
  if (namespace === DEFAULT_NAMESPACE) return root;
  return root.kind === 'folder'
    ? { ...root, path: resolve(root.path, 'namespaces', namespace) }
    : { ...root, prefix: `${root.prefix}namespaces/${namespace}/` };
}

const DEFAULT_NAMESPACE = 'default';

/** For a person: where a store is. */
export function storeText(location: StoreLocation): string {
  return location.kind === 'folder'
    ? location.path
    : `s3://${location.bucket}/${location.prefix}`;
}

/** Without what may be a password. */
function shown(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@');
}

function withSlash(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

/** @throws WrongUse */
function flag(text: string | null): boolean | undefined {
  if (text === null) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new WrongUse(`path_style: expected true or false, found ${text}`);
}
