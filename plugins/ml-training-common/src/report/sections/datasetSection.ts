import { splitTimeline } from '../../charts/splitTimeline';
import type { ProfileDocument } from '../../evidence/profileDocument';
import type { SplitDocument } from '../../evidence/splitDocument';
import { columnFigure, countText } from '../../metrics/figure';
import type { ReportEvidence } from '../reportEvidence';
import {
  code,
  paragraph,
  text,
  type Block,
  type Cell,
  type Section,
} from '../reportParts';

export function datasetSection({ profile, split }: ReportEvidence): Section {
  return {
    id: 'dataset',
    heading: 'Dataset',
    blocks: [
      ...(split
        ? funnel(split)
        : [paragraph('Skipped: the dataset was not split.')]),
      ...(profile
        ? sources(profile)
        : [paragraph('Skipped: the sources were not looked at.')]),
    ],
  };
}

function funnel(split: SplitDocument): Block[] {
  const { rows_in: rowsIn, outside_windows: outside, windows } = split;
  const labels = Object.keys(windows.train.positives);
  return [
    paragraph(
      `${countText(rowsIn)} examples went in; ${countText(outside)} of them lie in no window.`,
    ),
    { block: 'chart', chart: splitTimeline(windows) },
    {
      block: 'table',
      caption:
        'What became of the rows of each window. Times are in UTC; the first belongs to the window, the second does not.',
      columns: [
        { heading: 'Window' },
        { heading: 'From', holds: 'instants' },
        { heading: 'To', holds: 'instants' },
        { heading: 'Labels known by', holds: 'instants' },
        { heading: 'Rows in', holds: 'numbers' },
        { heading: 'Without a label', holds: 'numbers' },
        { heading: 'Label known too late', holds: 'numbers' },
        { heading: 'Rows out', holds: 'numbers' },
        ...labels.map(label => ({
          heading: `Share of ${label}`,
          holds: 'numbers' as const,
        })),
      ],
      rows: Object.entries(windows).map(([name, window]): Cell[] => [
        text(name),
        text(instantText(window.from)),
        text(instantText(window.to)),
        text(instantText(window.label_cutoff)),
        text(countText(window.rows_in)),
        text(countText(window.without_label)),
        text(countText(window.immature)),
        text(countText(window.rows_out)),
        ...labels.map(label =>
          text(share(window.positives[label] ?? 0, window.rows_out)),
        ),
      ]),
    },
  ];
}

function sources({ sources: byName }: ProfileDocument): Block[] {
  return [
    {
      block: 'table',
      caption: 'What was found in the sources.',
      columns: [
        { heading: 'Source' },
        { heading: 'Rows', holds: 'numbers' },
        { heading: 'Bytes', holds: 'numbers' },
        { heading: 'Columns', holds: 'numbers' },
        { heading: 'Key' },
        { heading: 'Repeated keys', holds: 'numbers' },
        { heading: 'Keys with null', holds: 'numbers' },
      ],
      rows: Object.entries(byName).map(([name, source]): Cell[] => [
        code(name),
        text(countText(source.rows)),
        text(countText(source.bytes)),
        text(countText(source.columns.length)),
        code(source.key.join(', ')),
        text(countText(source.key_duplicates)),
        text(countText(source.key_nulls)),
      ]),
    },
  ];
}

function share(ones: number, rows: number): string {
  return rows === 0 ? '–' : columnFigure(ones / rows);
}

function instantText(instant: string): string {
  return instant.replace('T', ' ').replace(/(:00)?\.000Z$/, '');
}
