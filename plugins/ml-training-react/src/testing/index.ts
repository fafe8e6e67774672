export * from './aModelVersion';
export * from './aPipeline';
export * from './aRun';
export * from './aRunDetail';
export * from './renderTraining';
export * from './trainingService';
export * from './anEvidence';
