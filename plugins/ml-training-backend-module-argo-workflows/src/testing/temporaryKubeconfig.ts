import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A kubeconfig file that leads to a server with a token. */
export class TemporaryKubeconfig {
  readonly #folder = mkdtempSync(join(tmpdir(), 'trainyard-kubeconfig-'));
  readonly file = join(this.#folder, 'config');

  constructor(
    server: string,
    user: object,
    { cluster = {}, namespace }: { cluster?: object; namespace?: string } = {},
  ) {
    // JSON is YAML.
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'here',
      clusters: [{ name: 'there', cluster: { server, ...cluster } }],
      users: [{ name: 'portal', user }],
      contexts: [
        {
          name: 'here',
          context: { cluster: 'there', user: 'portal', namespace },
        },
      ],
    });
    writeFileSync(this.file, text);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
