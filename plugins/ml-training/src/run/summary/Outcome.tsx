import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Facts,
  MaybeLink,
  RunGates,
  RunHeadline,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';

/** What came of the run, in a few lines. */
export function Outcome({ run }: { readonly run: RunDetail }) {
  const links = useTrainingLinks();
  const { model, pipeline } = run;
  return (
    <Facts
      facts={[
        ['Headline', run.headline && <RunHeadline headline={run.headline} />],
        ['Gates', run.gates && <RunGates gates={run.gates} />],
        [
          'Model',
          model && (
            <MaybeLink href={links.model(pipeline.namespace, model.name)}>
              {model.version === null
                ? `${model.name}, no version yet`
                : `${model.name} version ${model.version}`}
            </MaybeLink>
          ),
        ],
      ]}
    />
  );
}
