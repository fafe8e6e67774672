import { Route, Routes } from 'react-router-dom';
import { PipelinePage } from './PipelinePage';
import { PipelinesPage } from './PipelinesPage';

/** What lies below the Pipelines tab. */
export function PipelinesRoutes() {
  return (
    <Routes>
      <Route path="/" element={<PipelinesPage />} />
      <Route path="/:namespace/:name" element={<PipelinePage />} />
    </Routes>
  );
}
