export * from './environmentText';
export * from './resourceWords';
export * from './StepGraphView';
export * from './stepGraph';
export * from './StepList';
export * from './StepPanel';
export * from './usePlaces';
export * from './walkGraph';
