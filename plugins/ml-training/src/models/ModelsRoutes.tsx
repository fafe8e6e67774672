import { ModelView } from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Header } from '@backstage/ui';
import { Route, Routes, useParams } from 'react-router-dom';
import { ModelsPage } from './ModelsPage';

/** What lies below the Models tab. */
export function ModelsRoutes() {
  return (
    <Routes>
      <Route path="/" element={<ModelsPage />} />
      <Route path="/:namespace/:name" element={<ModelPage />} />
    </Routes>
  );
}

function ModelPage() {
  const { namespace = '', name = '' } = useParams();
  return (
    <>
      <Header title={name} />
      <Container>
        <ModelView namespace={namespace} name={name} />
      </Container>
    </>
  );
}
