import type { EngineSettings } from '../settings';

/** Where a pipeline of a tenant runs: the first rule that fits decides. */
export function chooseCluster(
  { rules, default: otherwise }: Pick<EngineSettings, 'rules' | 'default'>,
  plan: { readonly namespace: string; readonly pipeline: string },
): string {
  const fits = (said: string | undefined, is: string) =>
    said === undefined || said === is;
  const rule = rules.find(
    it =>
      fits(it.namespace, plan.namespace) && fits(it.pipeline, plan.pipeline),
  );
  return rule?.cluster ?? otherwise;
}
