import type { ReportEvidence } from '../reportEvidence';
import { sampleEvidence } from './sampleEvidence';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='a'>](javascript:b)|\`|`;

/** The sample with every name that a user may choose turned hostile. */
export function hostileEvidence(): ReportEvidence {
  const hostile = JSON.stringify(HOSTILE).slice(1, -1);
  const evidence = JSON.stringify(sampleEvidence('auc >= 0.9'))
    .replaceAll('flight_delay', hostile)
    .replaceAll('flight-delay', hostile)
    .replaceAll('late_v1', hostile)
    .replaceAll('origin_size', hostile)
    .replaceAll('medium', hostile)
    .replaceAll('route_late_share_7d', hostile)
    .replaceAll('num_trees', hostile)
    .replaceAll('airports', hostile)
    .replaceAll('Below this', hostile)
    .replaceAll('Asked at push-back', hostile);
  return JSON.parse(evidence) as ReportEvidence;
}
