import { SIZE_GATE } from '../../gates/parseGate';
import { columnFigure, countText } from '../../metrics/figure';
import type { GateResult } from '../../gates/gateResult';
import type { ReportEvidence } from '../reportEvidence';
import { code, paragraph, text, type Section } from '../reportParts';
import { passesLast, statusCell } from './status';

export function gatesSection({ gates }: ReportEvidence): Section {
  const heading = { id: 'gates', heading: 'Gates' };
  if (!gates) {
    return {
      ...heading,
      blocks: [paragraph('Skipped: no model was judged.')],
    };
  }
  return {
    ...heading,
    blocks: [
      {
        block: 'table',
        caption: `Measured against expected, judged by rules ${gates.rules.version}. Gates speak of the test and of calibrated scores unless they say otherwise; a segment is judged by its worst group. Gates that did not let the model through come first.`,
        columns: [
          { heading: 'Gate' },
          { heading: 'Status' },
          { heading: 'Measured', holds: 'numbers' },
          { heading: 'Expected' },
          { heading: 'Worst group' },
          { heading: 'Rows', holds: 'numbers' },
          { heading: 'Why it exists' },
        ],
        rows: passesLast(gates.results).map(resultRow),
      },
    ],
  };
}

function resultRow(result: GateResult) {
  const { gate, status, measured, severity } = result;
  return [
    code(gate),
    statusCell(status),
    text(measured === null ? '–' : measuredText(gate, measured)),
    text(result.expected),
    text(result.group ?? ''),
    text(result.rows === null ? '' : countText(result.rows)),
    text(
      [
        severity === 'warning' ? 'Warning only.' : '',
        result.reason ?? '',
        measured === null && status !== 'pass' ? result.message : '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ];
}

function measuredText(gate: string, measured: number): string {
  return gate === SIZE_GATE
    ? `${columnFigure(measured)} MB`
    : columnFigure(measured);
}
