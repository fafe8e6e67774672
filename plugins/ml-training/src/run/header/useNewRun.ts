import {
  useCommand,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { useCallback, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { submitToken } from '../../pipelines/submitToken';

/**
 * Starts a run from this one and goes to it. A press after a failure sends the same
 * token again: had the first one arrived after all, it is that run that opens.
 */
export function useNewRun(
  route: 'runAgain' | 'reproduceRun',
  run: string,
): {
  readonly start: () => Promise<void>;
  readonly busy: boolean;
  readonly error: Error | undefined;
} {
  const { send, busy, error } = useCommand(route);
  const links = useTrainingLinks();
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState(false);
  const token = useRef<string>();
  const start = useCallback(async () => {
    token.current ??= submitToken();
    const answer = await send({ run, token: token.current });
    if (!answer) return;
    token.current = undefined;
    const place = links.run(answer.run);
    if (place === undefined) return;
    setLeaving(true);
    navigate(place);
  }, [send, run, links, navigate]);
  return { start, busy: busy || leaving, error };
}
