import { writeReference } from './reference';

writeReference(process.argv[2]);
