import { canonicalJson } from '../../json/canonicalJson';
import { countText, figure } from '../../metrics/figure';
import type { ReportEvidence } from '../reportEvidence';
import {
  code,
  paragraph,
  text,
  type Block,
  type Section,
} from '../reportParts';

/** What the model was made of: what one would change to make another. */
export function trainingSection(evidence: ReportEvidence): Section {
  const { hyperparameters, features } = evidence.parameters;
  return {
    id: 'training',
    heading: 'What it is made of',
    blocks: [
      Object.keys(hyperparameters).length === 0
        ? paragraph('No hyperparameters were set.')
        : {
            block: 'table',
            caption: 'Hyperparameters.',
            columns: [{ heading: 'Name' }, { heading: 'Value' }],
            rows: Object.entries(hyperparameters).map(([name, value]) => [
              code(name),
              code(canonicalJson(value)),
            ]),
          },
      {
        block: 'table',
        caption: `${features.length} features.`,
        columns: [{ heading: 'Feature' }, { heading: 'Type' }],
        rows: features.map(({ name, type }) => [code(name), text(type)]),
      },
      ...calibrationBlocks(evidence),
    ],
  };
}

function calibrationBlocks({
  calibration,
  evaluation,
}: ReportEvidence): Block[] {
  if (!calibration) {
    return [
      paragraph(
        evaluation
          ? 'Scores were not calibrated.'
          : 'Skipped: there were no scores to calibrate.',
      ),
    ];
  }
  return [
    {
      block: 'table',
      caption:
        'Calibration by Platt: probability = 1 / (1 + exp(−(a · logit(score) + b))), fitted on validation.',
      columns: [
        { heading: 'Label' },
        { heading: 'a', holds: 'numbers' },
        { heading: 'b', holds: 'numbers' },
        { heading: 'Rows', holds: 'numbers' },
        { heading: 'Of them 1', holds: 'numbers' },
      ],
      rows: Object.entries(calibration.labels).map(
        ([label, { a, b, fitted_on: on }]) => [
          code(label),
          text(figure(a)),
          text(figure(b)),
          text(countText(on.rows)),
          text(countText(on.positives)),
        ],
      ),
    },
  ];
}
