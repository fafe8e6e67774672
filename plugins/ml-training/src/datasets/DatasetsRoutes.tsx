import { DatasetView } from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Header } from '@backstage/ui';
import { Route, Routes, useParams } from 'react-router-dom';
import { DatasetsPage } from './DatasetsPage';

/** What lies below the Datasets tab. */
export function DatasetsRoutes() {
  return (
    <Routes>
      <Route path="/" element={<DatasetsPage />} />
      <Route path="/:namespace/:name" element={<DatasetPage />} />
    </Routes>
  );
}

function DatasetPage() {
  const { namespace = '', name = '' } = useParams();
  return (
    <>
      <Header title={name} />
      <Container>
        <DatasetView namespace={namespace} name={name} />
      </Container>
    </>
  );
}
