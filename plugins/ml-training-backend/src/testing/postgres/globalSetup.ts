export { startOnce as default } from './onceARun';
