import {
  EmptyState,
  MaybeLink,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';

/** Why the list is empty, and what fills it. */
export function NoRuns({ filtered }: { readonly filtered: boolean }) {
  const links = useTrainingLinks();
  if (filtered) {
    return (
      <EmptyState title="No run fits these filters">
        Take a filter away to see more.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No run yet" command="npm run demo">
      Every run will be listed here, newest first. Start one from{' '}
      <MaybeLink href={links.pipelines()}>a pipeline</MaybeLink>; or see one of
      the example that comes with Trainyard:
    </EmptyState>
  );
}
