import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  artifactStoresExtensionPoint,
  trainingEnginesExtensionPoint,
  type ArtifactStoresFactory,
  type TrainingEngineFactory,
} from '@trainyard/backstage-plugin-ml-training-node';
import { artifactViews } from './artifacts/artifactViews';
import { bundleView } from './bundles/bundleView';
import { announceChanges } from './changes/announceChanges';
import { compareEntries } from './comparisons/compareEntries';
import { trainingSettings } from './config/trainingSettings';
import { openDatabase } from './database/openDatabase';
import { databaseDatasetStore } from './datasets/databaseDatasetStore';
import { engineChecks, openEngines } from './engines/engineShelf';
import { storeCheck } from './health/storeCheck';
import { logReader } from './logs/logReader';
import { databaseModelStore } from './models/databaseModelStore';
import { openApiRouter } from './openapi/openApiRouter';
import { trainingAuthorizer } from './permissions/authorizer';
import { registerPermissions } from './permissions/registerPermissions';
import { catalogPipelines } from './pipelines/catalogPipelines';
import { databaseReconcilerLease } from './reconciler/databaseReconcilerLease';
import { startReconciler } from './reconciler/startReconciler';
import { contractRouter } from './router/contractRouter';
import { databaseRunStore } from './runs/databaseRunStore';
import { readableRun } from './runs/readableRun';
import { newRunId } from './runs/runId';
import { submitRate } from './runs/submitRate';
import { runViews } from './runs/views/runViews';
import { serviceHandlers } from './serviceHandlers';
import { fileSourceReader } from './sources/fileSourceReader';
import { readSource } from './sources/readSource';
import { urlSourceReader } from './sources/urlSourceReader';
import { chooseStores } from './stores/chooseStores';

/** The training service: pipelines, runs, datasets and models. */
export const trainingPlugin = createBackendPlugin({
  pluginId: 'ml-training',
  register(env) {
    const factories: TrainingEngineFactory[] = [];
    env.registerExtensionPoint(trainingEnginesExtensionPoint, {
      addEngine(factory) {
        if (factories.some(({ name }) => name === factory.name)) {
          throw new Error(`An engine ${factory.name} was added before.`);
        }
        factories.push(factory);
      },
    });
    const keepers: ArtifactStoresFactory[] = [];
    env.registerExtensionPoint(artifactStoresExtensionPoint, {
      addStores(factory) {
        if (keepers.some(({ kind }) => kind === factory.kind)) {
          throw new Error(`Stores of kind ${factory.kind} were added before.`);
        }
        keepers.push(factory);
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auditor, auth, catalog, httpAuth, logger, userInfo } = deps;
        const settings = trainingSettings(deps.config);
        const now = () => new Date();
        const clock = () => performance.now();

        const knex = await openDatabase(deps.database);
        const runs = databaseRunStore(knex);
        const datasets = databaseDatasetStore(knex);
        const models = databaseModelStore(knex);

        const { store, location, environment } = chooseStores(
          settings.store,
          keepers,
        );
        const engines = await openEngines(factories, settings.defaultEngine, {
          store,
          storeLocation: location,
          storeEnvironment: environment,
        });
        const pipelines = catalogPipelines({ catalog, auth, clock });
        const readers = {
          url: urlSourceReader(deps.urlReader),
          file: fileSourceReader(settings.allowedFolders),
        };
        const authorizer = trainingAuthorizer(
          deps.permissions,
          registerPermissions(deps.permissionsRegistry, { runs, pipelines }),
        );

        const announcer = announceChanges(deps.signals, logger, Date.now);
        const reconciler = startReconciler({
          runs,
          datasets,
          models,
          engines: engines.engines,
          store,
          lease: databaseReconcilerLease(knex),
          holder: `${hostname()} ${process.pid} ${randomUUID()}`,
          now,
          logger,
          changed: announcer.changed,
          ...(settings.tickMilliseconds !== undefined && {
            tickMilliseconds: settings.tickMilliseconds,
          }),
          ...(settings.leaseSeconds !== undefined && {
            leaseSeconds: settings.leaseSeconds,
          }),
        });

        const handlers = serviceHandlers({
          artifacts: artifactViews({ store }),
          auditor,
          authorizer,
          bundle: (entry, previous) => bundleView(entry, previous, { store }),
          changed() {
            reconciler.nudge();
            announcer.changed();
          },
          checks: {
            database: async () => {
              await knex.raw('select 1');
              return undefined;
            },
            store: storeCheck(() => store('default')),
            catalog: async () => {
              await pipelines.all();
              return undefined;
            },
            reconciler: async () => {
              const { status, because } = reconciler.health();
              return status === 'ok' ? undefined : (because ?? 'It is down.');
            },
            ...engineChecks(engines),
          },
          compare: entries => compareEntries(entries, { store, runs }),
          datasets,
          engines,
          logs: logReader({ store, runs, engines: engines.engines }),
          models,
          newRunId,
          now,
          pipelines,
          rate: submitRate(settings.submitsPerMinute, clock),
          readSource: (pipeline, use) => readSource(pipeline, readers, use),
          runs,
          runsPerPipeline: settings.runsPerPipeline,
          store,
          userInfo,
          views: runViews({ runs, store, engines: engines.engines }),
        });

        const stopping = new AbortController();
        deps.httpRouter.use(openApiRouter());
        deps.httpRouter.use(
          contractRouter(handlers, {
            auth,
            httpAuth,
            logger,
            readableRun: (run, caller) =>
              readableRun(run, caller, { runs, authorizer }),
            stopping: stopping.signal,
            checkAnswers: process.env.NODE_ENV !== 'production',
          }),
        );
        deps.lifecycle.addShutdownHook(async () => {
          stopping.abort();
          announcer.stop();
          await reconciler.stop();
          for (const engine of engines.engines.values()) await engine.close();
        });
      },
    });
  },
});
