// Where a test of kills keeps everything: pipelines, store, databases, the portals' logs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';

/** No secret: portals that take it listen on this host only, for as long as a test lasts. */
export const TOKEN = 'only-of-this-test-and-this-host';

/** A folder that nothing else uses, with a store, databases and pipelines of its own. */
export function makePlace() {
  const folder = fs.realpathSync(
    fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-kills-')),
  );
  const place = {
    folder,
    store: path.join(folder, 'store'),
    databases: path.join(folder, 'databases'),
    pipelines: path.join(folder, 'pipelines'),
    /** Into which steps say that they have begun. */
    pipe: path.join(folder, 'begun-steps'),
    launch: (...names) => path.join(folder, 'store/engine/launches', ...names),
    at: (...names) => path.join(folder, ...names),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
  for (const name of ['store', 'databases', 'pipelines']) {
    fs.mkdirSync(place[name]);
  }
  return place;
}

/** @returns the path of a configuration for one portal */
export function writeConfiguration(place, { name, port, database, lease }) {
  const file = place.at(`${name}.yaml`);
  const url = `http://127.0.0.1:${port}`;
  const configuration = {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { port, host: '127.0.0.1' },
      database,
      auth: {
        externalAccess: [
          { type: 'static', options: { token: TOKEN, subject: 'kills' } },
        ],
      },
    },
    permission: { enabled: false },
    kills: { pipelines: place.pipelines },
    mlTraining: {
      store: { kind: 'folder', path: place.store },
      sources: { allowedFolders: [place.pipelines] },
      submit: { perMinute: 100_000 },
      reconciler: {
        tickMilliseconds: 200,
        ...(lease && { leaseSeconds: lease }),
      },
      engines: {
        default: 'local',
        local: { enabled: true, concurrency: 2, graceSeconds: 6 },
      },
    },
  };
  fs.writeFileSync(file, stringify(configuration));
  return file;
}
