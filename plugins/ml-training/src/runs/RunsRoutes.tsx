import { Route, Routes } from 'react-router-dom';
import { ComparePage } from '../compare/ComparePage';
import { RunPage } from '../run/RunPage';
import { RunsPage } from './RunsPage';

/** What lies below the Runs tab. */
export function RunsRoutes() {
  return (
    <Routes>
      <Route path="/" element={<RunsPage />} />
      <Route path="/compare" element={<ComparePage />} />
      <Route path="/:run/*" element={<RunPage />} />
    </Routes>
  );
}
