/**
 * The trainyard command line.
 *
 * @packageDocumentation
 */
export { main } from './main';
