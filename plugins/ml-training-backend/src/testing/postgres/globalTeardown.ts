export { stopOnce as default } from './onceARun';
