import {
  aDigest,
  aRunDetail,
  renderTraining,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import type { BundleView } from '@trainyard/backstage-plugin-ml-training-common';
import { screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { SpecificationTab } from './SpecificationTab';

expect.extend(toHaveNoViolations);
// A whole page on a busy machine.
jest.setTimeout(30_000);

const many = [...Array(40).keys()].map(n => `line_${n}: 1\n`);

function aBundle(different: Partial<BundleView> = {}): BundleView {
  const text = many.join('');
  return {
    specification: 'pipeline.yaml',
    files: [
      {
        path: 'pipeline.lock',
        sha256: aDigest('1'),
        bytes: 10,
        text: 'locked: yes\n',
      },
      { path: 'pipeline.yaml', sha256: aDigest('2'), bytes: 400, text },
      { path: 'weights.bin', sha256: aDigest('3'), bytes: 9, text: null },
    ],
    previous: { run: 'run-0' },
    changes: [
      {
        path: 'pipeline.yaml',
        change: 'changed',
        before: text.replace('line_20: 1', 'line_20: 0'),
        after: text,
      },
    ],
    ...different,
  };
}

describe('SpecificationTab', () => {
  const service = trainingService();
  const open = (bundle: BundleView) => {
    service.answers('showBundle', bundle);
    return renderTraining(<SpecificationTab run={aRunDetail()} />);
  };

  it('shows what changed since the run before, folded to what changed', async () => {
    const { user } = open(aBundle());
    expect(await screen.findByRole('link', { name: 'run-0' })).toHaveAttribute(
      'href',
      '/training/runs/run-0',
    );
    const difference = screen.getByRole('group', {
      name: 'What changed in pipeline.yaml',
    });
    expect(difference).toHaveTextContent('removed: line_20: 0');
    expect(difference).toHaveTextContent('added: line_20: 1');
    expect(difference).toHaveTextContent('line_17: 1');
    expect(difference).not.toHaveTextContent('line_16: 1');
    await user.click(
      screen.getByRole('button', {
        name: 'Show 17 lines that did not change',
      }),
    );
    expect(difference).toHaveTextContent('line_16: 1');
  });

  it('shows the specification open and first, then the other files', async () => {
    open(aBundle({ changes: [] }));
    expect(
      await screen.findByText('Nothing: it ran the same files.'),
    ).toBeInTheDocument();
    const files = screen
      .getAllByRole('button', { expanded: undefined })
      .filter(button => button.getAttribute('aria-expanded'))
      .map(button => [
        button.textContent,
        button.getAttribute('aria-expanded'),
      ]);
    expect(files).toEqual([
      ['pipeline.yaml400 bytes', 'true'],
      ['pipeline.lock10 bytes', 'false'],
      ['weights.bin9 bytes', 'false'],
    ]);
  });

  it('says so of the first run of a pipeline', async () => {
    open(aBundle({ changes: [], previous: null }));
    expect(
      await screen.findByText('This is the first run of its pipeline.'),
    ).toBeInTheDocument();
  });

  it('says what was read, and that it was not committed', async () => {
    service.answers('showBundle', aBundle());
    renderTraining(
      <SpecificationTab
        run={aRunDetail({
          source: {
            kind: 'file',
            target: '/repositories/x',
            commit: null,
            dirty: true,
          },
        })}
      />,
    );
    expect(
      await screen.findByText(
        '/repositories/x, with changes that were not committed',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('not recorded')).toBeInTheDocument();
  });

  it('has no barriers', async () => {
    const { container } = open(aBundle());
    await screen.findByRole('link', { name: 'run-0' });
    expect(await axe(container)).toHaveNoViolations();
  });
});
