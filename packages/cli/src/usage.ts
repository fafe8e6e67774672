import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** A command as the command line knows it; the work is loaded when it is called. */
export interface CommandUsage {
  readonly name: string;
  /** What stands after the name, such as `<pipeline.yaml>`. */
  readonly operands: readonly string[];
  readonly summary: string;
  readonly options: ParseArgsOptionsConfig;
  /** An option, its value and what it does, a line each. */
  readonly optionLines: readonly (readonly [string, string])[];
}

const STORE_OPTION = { store: { type: 'string' } } as const;
const STORE_LINE = [
  '--store STORE',
  'the artifact store: a folder or s3://…; default .trainyard beside the pipeline, or here',
] as const;
const STORE_OPERAND_LINES = [
  [
    '<store>',
    'a folder, or s3://bucket/prefix?endpoint=…&region=…&path_style=true&ca_file=…',
  ],
] as const;
const NAMESPACE_OPTION = { namespace: { type: 'string' } } as const;
const NAMESPACE_LINE = [
  '--namespace NAME',
  'whose part of the store; default that of pipelines which name none',
] as const;
const JSON_OPTION = { json: { type: 'boolean' } } as const;
const JSON_LINE = ['--json', 'print one JSON object on stdout'] as const;

export const COMMANDS: readonly CommandUsage[] = [
  {
    name: 'validate',
    operands: ['<pipeline.yaml>'],
    summary: 'Name every problem of a specification, with its place',
    options: JSON_OPTION,
    optionLines: [JSON_LINE],
  },
  {
    name: 'pin',
    operands: ['<pipeline.yaml>'],
    summary: 'Resolve what the pipeline reads into pipeline.lock',
    options: { 'as-of': { type: 'string' }, ...JSON_OPTION },
    optionLines: [
      [
        '--as-of DATE',
        'what counts as known; needed where the specification does not say',
      ],
      JSON_LINE,
    ],
  },
  {
    name: 'plan',
    operands: ['<pipeline.yaml>'],
    summary: 'Show the steps that a run would take, without running them',
    options: JSON_OPTION,
    optionLines: [JSON_LINE],
  },
  {
    name: 'run',
    operands: ['<pipeline.yaml>'],
    summary: 'Run a pipeline on this machine',
    options: {
      ...STORE_OPTION,
      'run-id': { type: 'string' },
      resume: { type: 'boolean' },
      ...JSON_OPTION,
    },
    optionLines: [
      STORE_LINE,
      ['--run-id ID', 'name the run; default a new one'],
      ['--resume', 'go on with the run of that id where it was cut off'],
      JSON_LINE,
    ],
  },
  {
    name: 'show',
    operands: ['[run]'],
    summary: 'Tell of one run, or list all runs of a store',
    options: { ...STORE_OPTION, ...NAMESPACE_OPTION, ...JSON_OPTION },
    optionLines: [STORE_LINE, NAMESPACE_LINE, JSON_LINE],
  },
  {
    name: 'diff',
    operands: ['<run>', '<run>'],
    summary:
      'Say in words what differs between two runs: specification, code, data, metrics',
    options: { ...STORE_OPTION, ...NAMESPACE_OPTION, ...JSON_OPTION },
    optionLines: [STORE_LINE, NAMESPACE_LINE, JSON_LINE],
  },
  {
    name: 'reproduce',
    operands: ['<run>'],
    summary: 'Run a run again without reuse and compare',
    options: {
      ...STORE_OPTION,
      ...NAMESPACE_OPTION,
      sources: { type: 'string' },
      'run-id': { type: 'string' },
      resume: { type: 'boolean' },
      ...JSON_OPTION,
    },
    optionLines: [
      STORE_LINE,
      NAMESPACE_LINE,
      [
        '--sources DIR',
        'where the sources lie that are pinned by digest only; default beside the store',
      ],
      ['--run-id ID', 'name the reproduction; default a new one'],
      ['--resume', 'go on with the reproduction of that id'],
      JSON_LINE,
    ],
  },
  {
    name: 'verify',
    operands: [],
    summary: 'Hash everything in a store again',
    options: { ...STORE_OPTION, ...NAMESPACE_OPTION, ...JSON_OPTION },
    optionLines: [STORE_LINE, NAMESPACE_LINE, JSON_LINE],
  },
  {
    name: 'store copy',
    operands: ['<store>', '<store>'],
    summary:
      'Copy all that is sealed from one store into another; can be begun again',
    options: { ...NAMESPACE_OPTION, ...JSON_OPTION },
    optionLines: [...STORE_OPERAND_LINES, NAMESPACE_LINE, JSON_LINE],
  },
  {
    name: 'store verify',
    operands: ['<store>', '[store]'],
    summary:
      'Hash everything in a store again; of two, say also what only one has',
    options: { ...NAMESPACE_OPTION, ...JSON_OPTION },
    optionLines: [...STORE_OPERAND_LINES, NAMESPACE_LINE, JSON_LINE],
  },
];

/** A command line that means nothing; told with the usage of the command. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

export interface CommandCall {
  readonly usage: CommandUsage;
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

export function parseCommand(argv: readonly string[]): CommandCall {
  const usage = findCommand(argv);
  if (!usage) {
    const name = argv[0];
    const known = COMMANDS.map(command => command.name).join(', ');
    throw new WrongUse(`no command "${name}"; there are: ${known}`);
  }
  let parsed;
  try {
    parsed = parseArgs({
      args: argv.slice(usage.name.split(' ').length),
      options: usage.options,
      allowPositionals: true,
    });
  } catch (error) {
    throw new WrongUse(`${error instanceof Error ? error.message : error}`);
  }
  const wanted = usage.operands.filter(operand => operand.startsWith('<'));
  const { positionals } = parsed;
  if (
    positionals.length < wanted.length ||
    positionals.length > usage.operands.length
  ) {
    throw new WrongUse(
      `"trainyard ${usage.name}" takes ${usage.operands.join(' ') || 'no operand'}, ` +
        `found ${positionals.join(' ') || 'none'}`,
    );
  }
  return {
    usage,
    operands: positionals,
    options: parsed.values as CommandCall['options'],
  };
}

/** By its name, which may be of two words; undefined where there is none. */
export function findCommand(argv: readonly string[]): CommandUsage | undefined {
  return COMMANDS.find(({ name }) =>
    name.split(' ').every((word, at) => argv[at] === word),
  );
}

export function usageText(command?: CommandUsage): string {
  if (command) {
    return [
      `trainyard ${command.name} ${command.operands.join(' ')}`.trimEnd(),
      `  ${command.summary}`,
      '',
      ...command.optionLines.map(line => columns(line)),
    ].join('\n');
  }
  return [
    'trainyard: training pipelines that can be trusted, and run again',
    '',
    ...COMMANDS.map(({ name, operands, summary }) =>
      columns([`${name} ${operands.join(' ')}`, summary]),
    ),
    '',
    '"trainyard <command> --help" tells the options of a command.',
    'Exit codes: 0 succeeded, 10 blocked by a check or gate, 1 failed, 2 wrong use.',
  ].join('\n');
}

function columns([left, right]: readonly [string, string]): string {
  return `  ${left.padEnd(24)} ${right}`;
}
