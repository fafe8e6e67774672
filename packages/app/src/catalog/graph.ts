import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import {
  ALL_RELATION_PAIRS,
  ALL_RELATIONS,
  catalogGraphApiRef,
  DefaultCatalogGraphApi,
} from '@backstage/plugin-catalog-graph';
import { RELATIONS } from '@trainyard/backstage-plugin-ml-training-common';

/** The graph draws a pair as one line, named by its first relation. */
const PAIRS: [string, string][] = [
  [RELATIONS.trainedOn, RELATIONS.usedToTrain],
  [RELATIONS.produces, RELATIONS.producedBy],
  [RELATIONS.sourceOf, RELATIONS.derivedFrom],
];

/** The graph shows only the relations it is told of, whatever the catalog's model says. */
export const catalogGraphModule = createFrontendModule({
  pluginId: 'catalog-graph',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogGraphApiRef,
          deps: {},
          factory: () =>
            new DefaultCatalogGraphApi({
              knownRelations: [...ALL_RELATIONS, ...Object.values(RELATIONS)],
              knownRelationPairs: [...ALL_RELATION_PAIRS, ...PAIRS],
              // Typed as optional, but every graph breaks without it.
              defaultRelationTypes: { exclude: [] },
            }),
        }),
    }),
  ],
});
