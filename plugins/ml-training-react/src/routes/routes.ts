import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The Training page. Without a ref of its own, links from a tab to itself would repeat its path. */
export const trainingRouteRef = createRouteRef();

/** Tabs of the Training page. */
export const overviewRouteRef = createRouteRef();
export const runsRouteRef = createRouteRef();
export const pipelinesRouteRef = createRouteRef();
export const modelsRouteRef = createRouteRef();
export const datasetsRouteRef = createRouteRef();

export const runRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/:run',
});
export const compareRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/compare',
});
export const pipelineRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/:namespace/:name',
});
export const modelRouteRef = createSubRouteRef({
  parent: modelsRouteRef,
  path: '/:namespace/:name',
});
export const datasetRouteRef = createSubRouteRef({
  parent: datasetsRouteRef,
  path: '/:namespace/:name',
});
