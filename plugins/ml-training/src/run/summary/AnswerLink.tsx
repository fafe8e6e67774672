import type {
  Answer,
  RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  datasetRouteRef,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useRunPlace } from '../useRunPlace';

/** Where more is known of an answer. */
export function AnswerLink({
  run,
  answer: { question, value },
}: {
  readonly run: RunDetail;
  readonly answer: Answer;
}) {
  const place = useRunPlace(run.run);
  const links = useTrainingLinks();
  const dataset = useRouteRef(datasetRouteRef);
  const { namespace } = run.pipeline;
  const to = (): readonly [string, string | undefined] => {
    switch (question) {
      case 'dataset':
        return [
          'Dataset',
          run.dataset
            ? dataset?.({ namespace, name: run.dataset.name })
            : place('data'),
        ];
      case 'features':
      case 'labels':
      case 'negative sampling':
        return ['Data', place('data')];
      case 'commit':
        return run.source.kind === 'url' && isPage(run.source.target)
          ? ['Source', run.source.target]
          : ['Specification', place('specification')];
      case 'image':
        return ['Steps', place('steps')];
      case 'seeds':
        return ['Specification', place('specification')];
      case 'hyperparameters':
      case 'metrics':
        return ['Metrics', place('metrics')];
      case 'promotion':
        return run.model
          ? ['Model', links.model(namespace, run.model.name)]
          : ['Gates', place('gates')];
      case 'reproduction':
        return run.parent === null
          ? ['Specification', place('specification')]
          : ['Compare', links.compare([run.parent, run.run])];
      default:
        return ['Difference', place('specification')];
    }
  };
  const [text, href] = to();
  if (href === undefined || value === null) return null;
  return (
    <Link href={href} aria-label={`${text}, about ${question}`}>
      {text}
    </Link>
  );
}

/** What a catalog names is not obeyed: only web pages are opened. */
function isPage(target: string): boolean {
  return /^https?:\/\//i.test(target);
}
