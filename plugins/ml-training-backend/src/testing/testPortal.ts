import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createBackendModule,
  type AuditorServiceCreateEventOptions,
  type BackstageUserPrincipal,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { trainingEnginesExtensionPoint } from '@trainyard/backstage-plugin-ml-training-node';
import request from 'supertest';
import { trainingPlugin } from '../plugin';
import { fakeEngine, type FakeEngine } from './fakeEngine';
import { repositoryFolder, type RepositoryFolder } from './repositoryFolder';

/** What a policy answers; `user` is an entity reference. */
export type Policy = (
  permission: ResourcePermission,
  user: string,
) => PolicyDecision;

export interface AuditEvent {
  readonly eventId: string;
  readonly meta: unknown;
  readonly status: 'succeeded' | 'failed';
  readonly error?: string;
}

/** A portal with the service, a fake engine, and a folder with pipelines. */
export interface TestPortal {
  readonly engine: FakeEngine;
  readonly repository: RepositoryFolder;
  readonly storeFolder: string;
  readonly audit: AuditEvent[];
  /** All is allowed unless said. */
  policy: Policy;
  get(path: string, as?: string): request.Test;
  post(path: string, body?: object, as?: string): request.Test;
  stop(): Promise<void>;
}

export const ENGINEER = 'user:default/engineer';
export const READER = 'user:default/reader';
/** Asks as another plugin of the portal. */
export const SERVICE = 'service';

export interface PortalOptions {
  /** Beside `tiny`, by name: what its Component says otherwise. */
  readonly pipelines?: Readonly<
    Record<
      string,
      {
        readonly annotation?: string;
        readonly owner?: string;
        location?: string;
      }
    >
  >;
  readonly files?: Readonly<Record<string, string>>;
  readonly submitsPerMinute?: number;
}

export async function testPortal({
  pipelines = {},
  files,
  submitsPerMinute = 1000,
}: PortalOptions = {}): Promise<TestPortal> {
  const engine = fakeEngine();
  const repository = await repositoryFolder(files);
  const storeFolder = await mkdtemp(join(tmpdir(), 'trainyard-store-'));
  const audit: AuditEvent[] = [];
  const portal = {
    policy: (): PolicyDecision => ({ result: AuthorizeResult.ALLOW }),
  } as { policy: Policy };

  const backend = await startTestBackend({
    features: [
      trainingPlugin,
      engineModule(engine),
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          mlTraining: {
            store: { kind: 'folder', path: storeFolder },
            sources: { allowedFolders: [repository.folder] },
            submit: { perMinute: submitsPerMinute },
            reconciler: { tickMilliseconds: 20 },
          },
        },
      }),
      mockServices.permissions.mock({
        authorizeConditional: (async (asked, { credentials }) =>
          asked.map(({ permission }) => {
            const { principal } = credentials as {
              principal: BackstageUserPrincipal | { type: 'service' };
            };
            return principal.type === 'user'
              ? portal.policy(permission, principal.userEntityRef)
              : { result: AuthorizeResult.ALLOW };
          })) as PermissionsService['authorizeConditional'],
      }).factory,
      mockServices.auditor.mock({
        async createEvent({ eventId, meta }: AuditorServiceCreateEventOptions) {
          return {
            async success(options) {
              const all = { ...meta, ...options?.meta };
              audit.push({ eventId, meta: all, status: 'succeeded' });
            },
            async fail({ error }) {
              const { name } = error;
              audit.push({ eventId, meta, status: 'failed', error: name });
            },
          };
        },
      }).factory,
      catalogServiceMock.factory({
        entities: Object.entries({ tiny: {}, ...pipelines }).map(
          ([name, says]) => componentOf(name, repository.folder, says),
        ),
      }),
    ],
  });

  const header = (as: string) =>
    as === SERVICE
      ? mockCredentials.service.header()
      : mockCredentials.user.header(as);
  const url = (path: string) => `/api/ml-training${path}`;
  return Object.assign(portal, {
    engine,
    repository,
    storeFolder,
    audit,
    get: (path: string, as = ENGINEER) =>
      request(backend.server).get(url(path)).set('Authorization', header(as)),
    post: (path: string, body: object = {}, as = ENGINEER) =>
      request(backend.server)
        .post(url(path))
        .set('Authorization', header(as))
        .send(body),
    async stop() {
      await backend.stop();
      await repository.remove();
      await rm(storeFolder, { recursive: true, force: true });
    },
  });
}

function engineModule(engine: FakeEngine) {
  return createBackendModule({
    pluginId: 'ml-training',
    moduleId: 'fake-engine',
    register(env) {
      env.registerInit({
        deps: { engines: trainingEnginesExtensionPoint },
        async init({ engines }) {
          engines.addEngine({ name: engine.name, create: async () => engine });
        },
      });
    },
  });
}

function componentOf(
  name: string,
  folder: string,
  {
    annotation = 'pipeline.yaml',
    owner = 'group:default/rail',
    location = `file:${folder}/catalog-info.yaml`,
  }: { annotation?: string; owner?: string; location?: string },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': location,
        'trainyard.dev/specification': annotation,
      },
    },
    spec: { type: 'training-pipeline', lifecycle: 'experimental', owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}
