import type { ComponentProps } from 'react';
import {
  ApiBlueprint,
  createFrontendModule,
  type IconComponent,
} from '@backstage/frontend-plugin-api';
import { DefaultEntityPresentationApi } from '@backstage/plugin-catalog';
import {
  catalogApiRef,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import {
  RiBrainLine,
  RiDatabase2Line,
  RiPlayCircleLine,
  type RemixiconComponentType,
} from '@remixicon/react';

/** An icon as the catalog draws it: in lists as large as the text, in the graph at a place of its own. */
function kindIcon(Icon: RemixiconComponentType) {
  return function KindIcon({
    fontSize: _,
    ...place
  }: ComponentProps<IconComponent>) {
    return <Icon size="1.2em" aria-hidden {...place} />;
  };
}

const KIND_ICONS = {
  Model: kindIcon(RiBrainLine),
  Dataset: kindIcon(RiDatabase2Line),
  TrainingRun: kindIcon(RiPlayCircleLine),
};

/** How an entity is called in lists and links, with an icon for our kinds too. */
export const catalogPresentationModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      name: 'entity-presentation',
      params: defineParams =>
        defineParams({
          api: entityPresentationApiRef,
          deps: { catalogApi: catalogApiRef },
          factory: ({ catalogApi }) =>
            DefaultEntityPresentationApi.create({
              catalogApi,
              kindIcons: KIND_ICONS,
            }),
        }),
    }),
  ],
});
