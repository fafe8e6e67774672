import {
  trainingSubmitPermission,
  type PipelinesPage,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import type { EngineShelf } from '../engines/engineShelf';
import {
  whoCanGrant,
  type TrainingAuthorizer,
} from '../permissions/authorizer';
import { resourceOfPipeline } from '../permissions/registerPermissions';
import { sees } from '../permissions/sees';
import type { Handlers } from '../router/call';
import { describeReading } from '../sources/describeReading';
import type { SubmitPorts } from '../runs/submitRun';
import { SPECIFICATION_OF_NO_ANNOTATION } from '../sources/sourceReader';
import { validateFiles } from '../sources/validateFiles';
import { pagePipelines } from './pagePipelines';
import type { CatalogPipeline, PipelineCatalog } from './pipelineCatalog';
import { readablePipeline } from './readablePipeline';
import { summarisePipeline, type SummaryPorts } from './summarisePipeline';

export interface PipelinePorts extends SummaryPorts {
  readonly authorizer: TrainingAuthorizer;
  readonly pipelines: PipelineCatalog;
  readonly engines: EngineShelf;
  readonly readSource: SubmitPorts['readSource'];
}

type PipelineRoutes = Pick<
  Handlers,
  'listPipelines' | 'showPipeline' | 'readSource' | 'validate'
>;

export function pipelineRoutes(ports: PipelinePorts): PipelineRoutes {
  const { authorizer, pipelines, engines, readSource } = ports;

  const readable = (entity: string, caller: Caller) =>
    readablePipeline(entity, caller, ports);

  return {
    async listPipelines({ query, caller }): Promise<PipelinesPage> {
      const visible = await authorizer.visibility(caller);
      const owners = query.owner?.map(owner => owner.toLowerCase());
      const wanted = (await pipelines.all()).filter(
        pipeline =>
          sees(visible, resourceOfPipeline(pipeline)) &&
          (owners?.includes(pipeline.owner) ?? true) &&
          mentions(pipeline, query.text),
      );
      const page = pagePipelines(wanted, query.cursor, query.limit);
      const summarised = await Promise.all(
        page.items.map(item => summarisePipeline(item, visible, ports)),
      );
      return { ...page, items: summarised.map(({ summary }) => summary) };
    },

    async showPipeline({ params: { namespace, name }, caller }) {
      const found = await readable(refOf(namespace, name), caller);
      const visible = await authorizer.visibility(caller);
      const { summary, runs } = await summarisePipeline(found, visible, ports);
      const resource = resourceOfPipeline(found);
      const [submits] = await authorizer.may(
        caller,
        [trainingSubmitPermission],
        resource,
      );
      return {
        ...summary,
        annotation: found.annotation,
        models: distinct(runs.map(({ model }) => model?.name)),
        datasets: distinct(runs.map(({ dataset }) => dataset?.name)),
        engines: engines.names.map(engine => ({
          name: engine,
          default: engine === engines.standard,
        })),
        actions: {
          submit: submits
            ? null
            : whoCanGrant(trainingSubmitPermission, resource),
        },
        command: `trainyard run ${found.annotation ?? SPECIFICATION_OF_NO_ANNOTATION}`,
      };
    },

    async readSource({ params: { namespace, name }, caller }) {
      const found = await readable(refOf(namespace, name), caller);
      return readSource(found, describeReading);
    },

    async validate({ body, caller }) {
      if ('files' in body) return { problems: validateFiles(body) };
      const found = await readable(body.pipeline, caller);
      const { problems } = await readSource(found, describeReading);
      return { problems };
    },
  };
}

function refOf(namespace: string, name: string): string {
  return `component:${namespace}/${name}`.toLowerCase();
}

function mentions(
  { name, title, description }: CatalogPipeline,
  text: string | undefined,
): boolean {
  const wanted = (text ?? '').toLowerCase();
  return [name, title, description].some(it =>
    it?.toLowerCase().includes(wanted),
  );
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.flatMap(name => name ?? []))].sort();
}
