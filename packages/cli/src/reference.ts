import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  jsonSchemaOfSpecification,
  specificationReference,
} from '@trainyard/backstage-plugin-ml-training-common';
import { COMMANDS, usageText } from './usage';

/** Writes the reference pages that come from the code; a test compares them with what is committed. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'specification.md': specificationReference(),
    'pipeline.schema.json': `${JSON.stringify(jsonSchemaOfSpecification(), null, 2)}\n`,
    'command-line.md': [
      '# The command line',
      '',
      '```text',
      usageText(),
      '```',
      ...COMMANDS.flatMap(command => [
        '',
        `## ${command.name}`,
        '',
        '```text',
        usageText(command),
        '```',
      ]),
      '',
    ].join('\n'),
  };
}

/** The command `npm run docs`. */
export function writeReference(folder: string): void {
  for (const [name, text] of Object.entries(referencePages())) {
    writeFileSync(join(folder, name), text);
  }
}
