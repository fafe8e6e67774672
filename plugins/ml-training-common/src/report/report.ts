import type { GateResult } from '../gates/gateResult';
import { columnFigure, countText } from '../metrics/figure';
import { knownRisks } from './knownRisks';
import {
  outcomeOf,
  type ReportEvidence,
  type RunOutcome,
} from './reportEvidence';
import type { Report, Section, Words } from './reportParts';
import { paragraph } from './reportParts';
import { checksSection } from './sections/checksSection';
import { datasetSection } from './sections/datasetSection';
import { gatesSection } from './sections/gatesSection';
import { metricsSection } from './sections/metricsSection';
import { segmentsSection } from './sections/segmentsSection';
import { trainingSection } from './sections/trainingSection';

/**
 * A report of a run, or of the half of it that ran: the verdict first, then what it
 * rests on. A pure function of the evidence.
 */
export function reportOf(evidence: ReportEvidence): Report {
  const {
    pipeline,
    model_name: model,
    description,
    owner,
  } = evidence.parameters;
  const outcome = outcomeOf(evidence);
  return {
    title: model,
    about: [
      'Training report',
      `pipeline ${pipeline}`,
      ...(owner ? [`owner ${owner}`] : []),
    ],
    ...(description !== undefined && { description }),
    verdict: verdictOfReport(outcome, evidence),
    figures: headlineFigures(evidence),
    sections: [
      ...evidenceSections(evidence, outcome),
      trainingSection(evidence),
      {
        id: 'risks',
        heading: 'Known risks',
        blocks: [{ block: 'list', items: knownRisks(evidence) }],
      },
      recommendation(outcome),
    ],
  };
}

/** What decided comes first. */
function evidenceSections(
  evidence: ReportEvidence,
  { outcome }: RunOutcome,
): Section[] {
  const data = [datasetSection(evidence), checksSection(evidence)];
  const model = [
    gatesSection(evidence),
    metricsSection(evidence),
    segmentsSection(evidence),
  ];
  return outcome === 'blocked before training'
    ? [...data.reverse(), ...model]
    : [...model, ...data];
}

function verdictOfReport(
  outcome: RunOutcome,
  { gates, checks, parameters }: ReportEvidence,
): Report['verdict'] {
  switch (outcome.outcome) {
    case 'candidate':
      return {
        tone: 'good',
        word: 'Candidate',
        sentence: `Every critical check and gate let ${parameters.model_name} through. It may become the next model, once people approve it.`,
        because: [],
      };
    case 'blocked before training':
      return {
        tone: 'warning',
        word: 'Blocked',
        sentence:
          'The dataset did not pass its checks, so that no model was trained. Training, evaluation, gates and registration were skipped.',
        because: outcome.because.map(blocker =>
          becauseOf(
            blocker,
            checks?.required.find(check => check.id === blocker.id)?.reason,
          ),
        ),
      };
    case 'blocked by gates':
      return {
        tone: 'warning',
        word: 'Blocked',
        sentence:
          'A model was trained and measured, and is not good enough by the rules of its pipeline. It is registered as blocked and can never be approved.',
        because: outcome.because.map(blocker =>
          becauseOf(
            blocker,
            gates?.results.find(result => result.gate === blocker.id)?.reason,
          ),
        ),
      };
    default:
      return {
        tone: 'quiet',
        word: 'Not decided',
        sentence: `${outcome.because} Without that there is no verdict, and no model to approve.`,
        because: [],
      };
  }
}

function becauseOf(
  { id, reason, message }: { id: string; reason: string; message: string },
  why: string | undefined,
): Words {
  return [
    { code: id },
    ` ${reason}. ${message}`,
    why ? ` Why it matters: ${why}` : '',
  ];
}

function headlineFigures(evidence: ReportEvidence): Report['figures'] {
  const { split, checks, gates } = evidence;
  return [
    ...primaryFigures(evidence),
    ...(split
      ? [
          {
            name: 'Training rows',
            value: countText(split.windows.train.rows_out),
            note: `${countText(split.windows.test.rows_out)} test rows`,
          },
        ]
      : []),
    ...(checks ? [{ name: 'Checks', ...passed(checks.results) }] : []),
    ...(gates ? [{ name: 'Gates', ...passed(gates.results) }] : []),
  ];
}

function primaryFigures({ evaluation }: ReportEvidence): Report['figures'] {
  if (!evaluation) return [];
  const { primary, labels } = evaluation;
  return Object.entries(labels).map(([label, { test }]) => {
    const { raw, calibrated } = test;
    const shown = (calibrated ?? raw).overall.metrics[primary] ?? null;
    const before = raw.overall.metrics[primary] ?? null;
    return {
      name: `${primary} of ${label}`,
      value: shown === null ? 'not defined' : columnFigure(shown),
      note:
        calibrated && before !== null
          ? `on the test, calibrated; ${columnFigure(before)} raw`
          : 'on the test, raw',
    };
  });
}

function passed(results: readonly Pick<GateResult, 'status'>[]) {
  const good = results.filter(({ status }) => status === 'pass').length;
  const warned = results.filter(({ status }) => status === 'warn').length;
  return {
    value: `${good} of ${results.length}`,
    note: warned === 0 ? 'passed' : `passed, ${warned} with a warning`,
  };
}

function recommendation(outcome: RunOutcome): Section {
  return {
    id: 'recommendation',
    heading: 'Recommendation',
    blocks: [paragraph(ADVICE[outcome.outcome])],
  };
}

const ADVICE: Record<RunOutcome['outcome'], string> = {
  candidate:
    'Register it as a candidate. Promotion is a decision of its own: read the known risks and compare it with the model in production first.',
  'blocked before training':
    'Mend the data, or the expectation if it is the expectation that is wrong, and run again. What did not change is reused.',
  'blocked by gates':
    'Do not approve this version. See which gate and which group blocked, change the features, the data or the training, and run again.',
  'not decided': 'Run the pipeline again to its end before deciding anything.',
};
