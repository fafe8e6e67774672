import { signalApiRef } from '@backstage/plugin-signals-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { TrainingClient } from '@trainyard/backstage-plugin-ml-training-common';
import { act, screen } from '@testing-library/react';
import { trainingApiRef } from './trainingApiRef';
import { useAnswer } from './useAnswer';

function Status() {
  const asked = useAnswer('health', {});
  return (
    <p>{asked.status === 'loaded' ? asked.answer.status : asked.status}</p>
  );
}

describe('useAnswer', () => {
  it('waits for the answer under way when changes are told meanwhile, then asks once more', async () => {
    let tell: () => void = () => undefined;
    const answers: ((status: 'ok' | 'down') => void)[] = [];
    const aborted: boolean[] = [];
    const client: Partial<TrainingClient> = {
      call: (_name, _given, options) =>
        new Promise(resolve => {
          options?.signal?.addEventListener('abort', () => aborted.push(true));
          answers.push(status =>
            resolve({ status, dependencies: [] } as never),
          );
        }),
    };
    renderInTestApp(<Status />, {
      apis: [
        [trainingApiRef, client],
        [
          signalApiRef,
          {
            subscribe: (_channel, heard) => {
              tell = () => heard({} as never);
              return { unsubscribe: () => undefined };
            },
          },
        ],
      ],
    });
    expect(await screen.findByText('loading')).toBeInTheDocument();
    const before = answers.length;
    act(() => {
      tell();
      tell();
      tell();
    });
    expect(answers).toHaveLength(before);
    expect(aborted).toEqual([]);
    await act(async () => answers[before - 1]('down'));
    expect(await screen.findByText('down')).toBeInTheDocument();
    expect(answers).toHaveLength(before + 1);
    await act(async () => answers[before]('ok'));
    expect(await screen.findByText('ok')).toBeInTheDocument();
  });
});
