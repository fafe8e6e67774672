import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { trainingClient } from '@trainyard/backstage-plugin-ml-training-common';
import { screen, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { Route, Routes, useLocation } from 'react-router-dom';
import { trainingApiRef } from '../client/trainingApiRef';
import {
  datasetsRouteRef,
  modelsRouteRef,
  overviewRouteRef,
  pipelinesRouteRef,
  runsRouteRef,
} from '../routes/routes';
import { SERVICE } from './trainingService';

export interface RenderedTraining extends RenderResult {
  readonly user: UserEvent;
  /** Path and query of the page that is open now. */
  readonly place: () => string;
}

export interface Placed {
  /** Where the browser is, such as `/training/runs?state=failed`. */
  readonly at?: string;
  /** Where the element is mounted, such as `/training/runs/:run`; everywhere unless said. */
  readonly mountPath?: string;
}

/**
 * Draws an element as the portal would, with every route of the training pages
 * bound and the real client before `trainingService()`.
 */
export function renderTraining(
  element: JSX.Element,
  { at = '/', mountPath = '/*' }: Placed = {},
): RenderedTraining {
  const rendered = renderInTestApp(
    <>
      <Routes>
        <Route
          path={`${mountPath.replace(/\/\*?$/, '')}/*`}
          element={element}
        />
        <Route path="*" element={null} />
      </Routes>
      <Place />
    </>,
    {
      initialRouteEntries: [at],
      mountedRoutes: {
        '/training/overview': overviewRouteRef,
        '/training/runs': runsRouteRef,
        '/training/pipelines': pipelinesRouteRef,
        '/training/models': modelsRouteRef,
        '/training/datasets': datasetsRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        [
          trainingApiRef,
          trainingClient({
            baseUrl: async () => SERVICE,
            fetch: (...request) => fetch(...request),
          }),
        ],
      ],
    },
  );
  return {
    ...rendered,
    user: userEvent.setup(),
    place: () => screen.getByTestId('place').dataset.at ?? '',
  };
}

function Place() {
  const { pathname, search, hash } = useLocation();
  return (
    <span hidden data-testid="place" data-at={`${pathname}${search}${hash}`} />
  );
}
