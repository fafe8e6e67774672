export { ChecksTable } from './ChecksTable';
export { DataTab, Funnel } from './DataTab';
export { Facts } from './Facts';
export { GatesTab } from './GatesTab';
export { MetricsTab } from './MetricsTab';
export { ResultStatus, worstFirst } from './ResultStatus';
