import { createApp } from '@backstage/frontend-defaults';
import { mockApis } from '@backstage/frontend-test-utils';
import { render, screen } from '@testing-library/react';
import { signInModule } from './module';

// The app loads its parts lazily: on a busy machine that takes its time.
const PATIENCE = { timeout: 50_000 };
jest.setTimeout(60_000);

/** An app as it begins. */
function begin(environment?: string) {
  const config = mockApis.config({
    data: {
      app: { title: 'Trainyard', baseUrl: 'http://localhost:7007' },
      backend: { baseUrl: 'http://localhost:7007' },
      auth: { environment },
    },
  });
  const app = createApp({
    features: [signInModule],
    advanced: { configLoader: async () => ({ config }) },
  });
  render(app.createRoot());
}

describe('signInModule', () => {
  it.each([undefined, 'development'])(
    'lets guests in where auth.environment is %s',
    async environment => {
      begin(environment);

      expect(
        await screen.findByRole('button', { name: 'Enter' }, PATIENCE),
      ).toBeInTheDocument();
    },
  );

  it('knows only the single sign-on of the organisation elsewhere', async () => {
    begin('production');

    expect(
      await screen.findByText('Single sign-on', {}, PATIENCE),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Enter' })).toBeNull();
  });
});
