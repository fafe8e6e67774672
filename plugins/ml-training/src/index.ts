export { mlTrainingPlugin as default } from './plugin';
