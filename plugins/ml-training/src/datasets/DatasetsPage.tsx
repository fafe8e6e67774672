import {
  DatasetsTable,
  useAnswer,
  useListState,
} from '@trainyard/backstage-plugin-ml-training-react';
import { FoundList } from '../lists/FoundList';

/** Every dataset that a pipeline has made, and that the reader may see. */
export function DatasetsPage() {
  const list = useListState();
  const asked = useAnswer(
    'listDatasets',
    {
      ...(list.text !== '' && { text: list.text }),
      ...(list.cursor && { cursor: list.cursor }),
    },
    { again: () => 15_000 },
  );
  return (
    <FoundList what="dataset" list={list} asked={asked}>
      {datasets => <DatasetsTable datasets={datasets} />}
    </FoundList>
  );
}
