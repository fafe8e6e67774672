import {
  ModelsTable,
  useAnswer,
  useListState,
} from '@trainyard/backstage-plugin-ml-training-react';
import { FoundList } from '../lists/FoundList';

/** Every model that a pipeline has made, and that the reader may see. */
export function ModelsPage() {
  const list = useListState();
  const asked = useAnswer(
    'listModels',
    {
      ...(list.text !== '' && { text: list.text }),
      ...(list.cursor && { cursor: list.cursor }),
    },
    { again: () => 15_000 },
  );
  return (
    <FoundList what="model" list={list} asked={asked}>
      {models => <ModelsTable models={models} />}
    </FoundList>
  );
}
