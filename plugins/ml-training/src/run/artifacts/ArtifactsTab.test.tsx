import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import {
  aDigest,
  aRunDetail,
  renderTraining,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { screen, waitFor, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { ArtifactsTab } from './ArtifactsTab';

expect.extend(toHaveNoViolations);
// A whole page on a busy machine.
jest.setTimeout(30_000);

describe('ArtifactsTab', () => {
  const service = trainingService();
  const tree = aDigest('a');
  const root = {
    step: 'train-model',
    output: 'model',
    tree,
    files: 2,
    bytes: 1_234_567,
    hidden: null,
  };

  const open = (search = '') => {
    service.answers('listArtifactFiles', {
      tree,
      files: ['weights/model.txt', 'card.json'].map((path, i) => ({
        path,
        sha256: aDigest(String(i)),
        bytes: 1000 + i,
        executable: false,
      })),
    });
    return renderTraining(<ArtifactsTab run={aRunDetail()} />, {
      at: `/training/runs/run-1/artifacts${search}`,
    });
  };
  const openFile = (preview: Preview) => {
    service.answers('listArtifacts', { items: [root] });
    service.answers('previewFile', preview);
    return open(`?tree=${tree}&path=weights/model.txt`);
  };

  it('shows each output with its size, and opens to its files with sizes and digests', async () => {
    service.answers('listArtifacts', { items: [root] });
    const { user, place } = open();
    const output = await screen.findByRole('button', { name: /train-model/ });
    expect(output).toHaveTextContent('2 files, 1.2 MB');
    expect(service.asked('listArtifactFiles')).toHaveLength(0);
    await user.click(output);
    const files = await screen.findByRole('grid');
    expect(
      within(files)
        .getAllByRole('row')
        .slice(1)
        .map(row => row.textContent?.trim()),
    ).toEqual([
      'weights/1 kB',
      'model.txt1 kB000000000000',
      'card.json1 kB111111111111',
    ]);
    expect(place()).toBe(
      '/training/runs/run-1/artifacts?open=train-model%2Fmodel',
    );
  });

  it.each<[string, Preview, string]>([
    [
      'JSON with its structure',
      { kind: 'text', language: 'json', text: '{"a":[1]}', cut: false },
      '{\n  "a": [\n    1\n  ]\n}',
    ],
    [
      'the beginning of a long text as it is',
      { kind: 'text', language: 'json', text: '{"a":', cut: true },
      '{"a":',
    ],
    [
      'why nothing can be shown',
      { kind: 'none', because: 'It is no text.' },
      'It is no text.',
    ],
  ])('previews %s', async (_, preview, text) => {
    openFile(preview);
    const file = await screen.findByRole('region', {
      name: 'weights/model.txt',
    });
    await waitFor(() => expect(file.textContent).toContain(text));
  });

  it('previews a table with types, gaps and how much there is', async () => {
    openFile({
      kind: 'table',
      columns: [
        { name: 'id', type: 'VARCHAR' },
        { name: 'score', type: 'DOUBLE' },
      ],
      rows: [
        ['x', 0.5],
        ['y', null],
      ],
      totalRows: 12_345,
    });
    expect(
      await screen.findByText('2 of 12,345 rows, 2 columns'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('columnheader', { name: 'score (DOUBLE)' }),
    ).toBeInTheDocument();
    expect(screen.getByText('null')).toBeInTheDocument();
  });

  it('previews an image', async () => {
    openFile({ kind: 'image', mediaType: 'image/png', base64: 'AAAA' });
    expect(
      await screen.findByRole('img', { name: 'weights/model.txt' }),
    ).toHaveAttribute('src', 'data:image/png;base64,AAAA');
  });

  it('downloads a file under its own name, with the reader’s credentials', async () => {
    service.answers('listArtifacts', { items: [root] });
    service.answers('previewFile', { kind: 'none', because: 'No text.' });
    service.sends('downloadFile', () => new Response('weights'));
    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:file';
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const { user } = open(`?tree=${tree}&path=weights/model.txt`);
    await user.click(
      await screen.findByRole('button', { name: 'Download model.txt' }),
    );
    await waitFor(() => expect(saved).toEqual(['model.txt']));
    expect(service.asked('downloadFile')[0].query.get('path')).toBe(
      'weights/model.txt',
    );
    click.mockRestore();
  });

  it('says why the files of an output are not shown', async () => {
    service.answers('listArtifacts', {
      items: [{ ...root, hidden: 'Its rows are sensitive; ask arrivals.' }],
    });
    open('?open=train-model/model');
    expect(
      await screen.findByText('Its rows are sensitive; ask arrivals.'),
    ).toBeInTheDocument();
    expect(service.asked('listArtifactFiles')).toHaveLength(0);
  });

  it('says what will be here before anything was sealed', async () => {
    service.answers('listArtifacts', { items: [] });
    open();
    expect(
      await screen.findByText('Nothing was sealed yet'),
    ).toBeInTheDocument();
  });

  it('has no barriers', async () => {
    service.answers('listArtifacts', { items: [root] });
    const { container } = open('?open=train-model/model');
    await screen.findByRole('grid');
    expect(await axe(container)).toHaveNoViolations();
  });
});
