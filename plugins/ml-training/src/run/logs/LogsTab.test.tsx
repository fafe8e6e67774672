import type { LogLine } from '@trainyard/backstage-plugin-ml-training-common';
import {
  aRunDetail,
  aStep,
  renderTraining,
  trainingService,
  type Asked,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { browserLayout } from '../../testing/browserLayout';
import { LogsTab } from './LogsTab';

expect.extend(toHaveNoViolations);
// A whole page on a busy machine.
jest.setTimeout(30_000);

/** A log of numbered lines of 100 bytes, of any size, of which nothing is kept. */
function hugeLog(lines: number) {
  const text = (from: number, to: number) => {
    let all = '';
    for (let n = Math.floor(from / 100); n * 100 < to; n++) {
      all += `${`line ${n} `.padEnd(99, '.')}\n`;
    }
    const begin = Math.floor(from / 100) * 100;
    return all.slice(from - begin, to - begin);
  };
  const size = lines * 100;
  return ({ query }: Asked): LogLine[] => {
    const asked = Number(query.get('from') ?? 0);
    const from = asked < 0 ? Math.max(0, size + asked) : asked;
    const to = Math.min(size, from + Number(query.get('bytes') ?? size));
    const pieces: LogLine[] = [];
    for (let at = from; at < to; at += 65_536) {
      const next = Math.min(to, at + 65_536);
      pieces.push({ type: 'text', offset: at, next, text: text(at, next) });
    }
    return [
      ...pieces,
      {
        type: 'end',
        next: to,
        because: to === size ? 'closed' : 'pause',
        size,
      },
    ];
  };
}

const oneStep = [aStep()];

describe('LogsTab', () => {
  const service = trainingService();
  browserLayout();

  const open = (run = aRunDetail({ stepViews: oneStep }), search = '') =>
    renderTraining(<LogsTab run={run} />, {
      at: `/training/runs/run-1/logs${search}`,
    });
  const asked = () =>
    service
      .asked('readLog')
      .map(({ path, query }) => [
        path.split('/').at(-2),
        Number(query.get('from')),
        query.get('bytes') === null ? null : Number(query.get('bytes')),
      ]);
  const drawn = () => document.querySelectorAll('[data-index]').length;

  it('opens 200 MB at the end, fetching and drawing only what is in view', async () => {
    service.streams('readLog', hugeLog(2_000_000));
    open();
    expect(await screen.findByText(/^line 1999999 /)).toBeInTheDocument();
    expect(asked()).toEqual([['train-model', -262_144, null]]);
    expect(drawn()).toBeLessThan(100);
  });

  it('loads what comes before when one scrolls up, and holds the line one reads', async () => {
    service.streams('readLog', hugeLog(2_000_000));
    open();
    await screen.findByText(/^line 1999999 /);
    const box = screen.getByRole('log');
    box.scrollTop = 900;
    fireEvent.scroll(box);
    const reading = await screen.findByText(/^line 1997424 /);
    expect(reading).toBeInTheDocument();
    await waitFor(() => expect(asked()).toHaveLength(2));
    // The window begins with a whole line, and the page before ends there.
    const [, from, bytes] = asked()[1];
    expect(Number(from) + Number(bytes)).toBe(199_737_900);
    await waitFor(() => expect(box.scrollTop).toBeGreaterThan(50_000));
    expect(screen.getByText(/^line 1997424 /)).toBeInTheDocument();
  });

  it('opens at the line of a link and marks it', async () => {
    service.streams('readLog', hugeLog(2_000_000));
    open(undefined, '?step=train-model&at=100000000');
    const line = await screen.findByText(/^line 1000000 /);
    expect(line.closest('[data-marked]')).not.toBeNull();
    expect(asked()).toEqual([['train-model', 99_868_928, 262_144]]);
  });

  it('gives every line a link with its step and byte', async () => {
    service.streams('readLog', hugeLog(10));
    const { user, place } = open();
    await screen.findByText(/^line 9 /);
    await user.click(
      screen.getByRole('link', { name: 'Link to byte 300 of train-model' }),
    );
    await waitFor(() =>
      expect(place()).toBe('/training/runs/run-1/logs?step=train-model&at=300'),
    );
    expect(
      screen.getByText(/^line 3 /).closest('[data-marked]'),
    ).not.toBeNull();
    // What is in view needs no request.
    expect(asked()).toHaveLength(1);
  });

  it('shows where each step begins, and goes on with the step before', async () => {
    service.streams('readLog', ({ path }): LogLine[] => {
      const text = path.includes('load') ? 'loaded\n' : 'trained\n';
      return [
        { type: 'text', offset: 0, next: text.length, text },
        {
          type: 'end',
          next: text.length,
          because: 'closed',
          size: text.length,
        },
      ];
    });
    const { user } = open(
      aRunDetail({
        stepViews: [
          aStep({ name: 'load', startedAt: '2026-07-02T09:00:00.000Z' }),
          aStep({ startedAt: '2026-07-02T09:00:09.000Z' }),
        ],
      }),
    );
    await screen.findByText('trained');
    await user.click(
      screen.getByRole('button', { name: 'Load earlier lines' }),
    );
    expect(await screen.findByText('loaded')).toBeInTheDocument();
    const rows = [...document.querySelectorAll('[data-index]')].map(
      ({ textContent }) => textContent,
    );
    expect(rows).toEqual(['load', '#loaded', 'train-model', '#trained']);
    expect(
      screen.getByRole('button', { name: 'Load earlier lines' }),
    ).toBeDisabled();
  });

  it('follows a run and resumes from the last byte after each pause', async () => {
    const text = ['one\n', 'two\n', 'three\n'];
    let written = 1;
    service.streams('readLog', ({ query }): LogLine[] => {
      const log = text.slice(0, written).join('');
      const from = Math.max(0, Number(query.get('from')));
      written = Math.min(text.length, written + 1);
      const end = {
        type: 'end',
        next: log.length,
        because: 'pause',
        size: log.length,
      } as const;
      return from < log.length
        ? [
            {
              type: 'text',
              offset: from,
              next: log.length,
              text: log.slice(from),
            },
            end,
          ]
        : [end];
    });
    open(
      aRunDetail({
        state: 'running',
        stepViews: [aStep({ state: 'running', endedAt: null })],
      }),
    );
    expect(await screen.findByText('three')).toBeInTheDocument();
    expect(
      [...document.querySelectorAll('[data-index]')].map(
        ({ textContent }) => textContent,
      ),
    ).toEqual(['train-model', '#one', '#two', '#three']);
    expect(asked().slice(0, 3)).toEqual([
      ['train-model', -262_144, null],
      ['train-model', 4, null],
      ['train-model', 8, null],
    ]);
    expect(screen.getByRole('switch', { name: 'Follow' })).toBeChecked();
  });

  it('searches all logs and jumps from match to match', async () => {
    service.streams('readLog', hugeLog(2_000_000));
    service.answers('searchLog', {
      matches: [
        { offset: 500_000, line: 5001, text: 'line 5000' },
        { offset: 90_000_000, line: 900_001, text: 'line 900000' },
      ],
      more: false,
    });
    const { user, place } = open();
    await screen.findByText(/^line 1999999 /);
    await user.type(screen.getByRole('searchbox'), 'needle');
    expect(await screen.findByText('2 found')).toBeInTheDocument();
    expect(service.asked('searchLog').at(-1)?.query.get('text')).toBe('needle');
    await user.click(screen.getByRole('button', { name: 'Next match' }));
    expect(await screen.findByText(/^line 5000 /)).toBeInTheDocument();
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Next match' }));
    expect(await screen.findByText(/^line 900000 /)).toBeInTheDocument();
    expect(place()).toContain('step=train-model&at=90000000');
  });

  it('shows colours and never markup', async () => {
    const text = '\u001b[31m<b onclick="x()">broken</b>\u001b[0m\n';
    service.streams<'readLog'>('readLog', () => [
      { type: 'text', offset: 0, next: text.length, text },
      { type: 'end', next: text.length, because: 'closed', size: text.length },
    ]);
    open();
    expect(
      await screen.findByText('<b onclick="x()">broken</b>'),
    ).toHaveAttribute('data-tone', 'danger');
  });

  it('says why a log cannot be read, and tries again', async () => {
    service.refuses('readLog', { status: 502, message: 'The store is gone.' });
    const { user } = open();
    expect(await screen.findByText('The store is gone.')).toBeInTheDocument();
    service.streams('readLog', hugeLog(3));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^line 2 /)).toBeInTheDocument();
  });

  it('downloads a log under a name that tells what it is', async () => {
    service.streams('readLog', hugeLog(3));
    service.sends('downloadLog', () => new Response('all of it'));
    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:log';
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(`${this.href} as ${this.download}`);
      });
    const { user } = open();
    await user.click(
      await screen.findByRole('button', { name: 'Download train-model' }),
    );
    await waitFor(() =>
      expect(saved).toEqual(['blob:log as run-1-train-model.log']),
    );
    click.mockRestore();
  });

  it('says so where nothing was written', async () => {
    open(aRunDetail({ stepViews: [aStep({ hasLog: false })] }));
    expect(
      await screen.findByText('Nothing was written yet'),
    ).toBeInTheDocument();
  });

  it('says so while a step has not written anything', async () => {
    service.streams('readLog', () => []);
    open(aRunDetail({ state: 'running' }));
    expect(
      await screen.findByText(/^Nothing was written yet. Lines appear/),
    ).toBeInTheDocument();
  });

  it('has no barriers', async () => {
    service.streams('readLog', hugeLog(30));
    const { container } = open();
    await screen.findByText(/^line 29 /);
    expect(await axe(container)).toHaveNoViolations();
  });
});
