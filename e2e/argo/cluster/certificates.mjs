// A certificate authority of this cluster, one certificate for its servers, one for the
// API server where it is the kubelet's client, and an authority that signed nothing.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';

const DAYS = '30';
const KEY = [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:prime256v1',
  '-nodes',
];
const NAMES =
  'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc';

/** @returns paths below `folder`, which is made */
export async function makeCertificates(folder) {
  fs.mkdirSync(folder);
  const at = name => path.join(folder, name);
  const authority = name =>
    request(name, `/CN=trainyard-${name}`, [
      '-addext',
      'basicConstraints=critical,CA:TRUE',
    ]);
  const signed = (name, subject, extension) =>
    request(name, subject, [
      ...['-CA', at('ca.crt'), '-CAkey', at('ca.key')],
      ...['-addext', 'basicConstraints=critical,CA:FALSE'],
      ...['-addext', extension],
    ]);
  const request = (name, subject, more) =>
    run('openssl', [
      ...['req', '-x509', '-days', DAYS, ...KEY, '-subj', subject],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`), ...more],
    ]);

  await Promise.all([authority('ca'), authority('stranger')]);
  await Promise.all([
    signed('server', '/CN=trainyard-server', NAMES),
    signed(
      'client',
      '/O=system:masters/CN=api-server',
      'extendedKeyUsage=clientAuth',
    ),
    // Service accounts' tokens are signed with it.
    run('openssl', ['genrsa', '-out', at('tokens.key'), '2048']),
  ]);
  return {
    ca: at('ca.crt'),
    /** Clients that trust only this one must refuse every server here. */
    stranger: at('stranger.crt'),
    server: { certificate: at('server.crt'), key: at('server.key') },
    client: { certificate: at('client.crt'), key: at('client.key') },
    tokens: at('tokens.key'),
  };
}
