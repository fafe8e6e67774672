import type { Finding, Path } from '../reading/finding';
import { inWords } from '../reading/finding';
import { didYouMean } from '../../problems/nearest';
import { whereSound } from '../reading/soundParts';
import { inputOf, type OwnStep } from '../sections/steps';
import type { Specification } from '../specification';
import { builtInOutputs } from './builtInOutputs';
import { each, repeated } from './rule';

/** Own steps fit together, and into the default graph where there is one. */
export function ownSteps(specification: Specification): Finding[] {
  const { steps } = specification;
  const builtIn = builtInOutputs(specification);
  return [
    ...each(steps, (name, step) => [
      ...collision(name, builtIn),
      ...unknownSteps(name, step, { steps, builtIn }),
      ...unknownOutputs(name, step, { steps, builtIn }),
      ...tolerated(name, step),
      ...doubleOutputs(name, step),
    ]),
    ...whereSound(() => circle(steps)),
  ];
}

interface Graph {
  readonly steps: Specification['steps'];
  readonly builtIn: ReadonlyMap<string, readonly string[]>;
}

function collision(name: string, builtIn: Graph['builtIn']): Finding[] {
  return builtIn.has(name)
    ? [
        {
          path: ['steps', name],
          at: 'key',
          found: `the name of a built-in step, ${name}`,
          expected: 'a name of its own',
          advice: 'Rename the step.',
        },
      ]
    : [];
}

function unknownSteps(name: string, step: OwnStep, graph: Graph): Finding[] {
  const known = [...Object.keys(graph.steps), ...graph.builtIn.keys()].filter(
    other => other !== name,
  );
  return step.needs.flatMap((need, i) =>
    known.includes(need)
      ? []
      : [
          {
            path: ['steps', name, 'needs', i],
            found: inWords(need),
            expected: 'another step',
            advice: didYouMean(need, known),
          },
        ],
  );
}

function unknownOutputs(name: string, step: OwnStep, graph: Graph): Finding[] {
  return each(step.inputs, (input, text) => {
    const from = inputOf(text);
    if ('source' in from) return [];
    const path: Path = ['steps', name, 'inputs', input];
    const outputs = Object.hasOwn(graph.steps, from.step)
      ? graph.steps[from.step].outputs
      : graph.builtIn.get(from.step);
    if (outputs?.includes(from.output) && from.step !== name) return [];
    const all = [
      ...Object.keys(graph.steps)
        .filter(other => other !== name)
        .flatMap(other => [
          ...whereSound(() =>
            graph.steps[other].outputs.map(output => `${other}/${output}`),
          ),
        ]),
      ...[...graph.builtIn].flatMap(([other, own]) =>
        own.map(output => `${other}/${output}`),
      ),
    ];
    return [
      {
        path,
        found: inWords(text),
        expected: 'an output of another step',
        advice: didYouMean(text, all),
      },
    ];
  });
}

function tolerated(name: string, step: OwnStep): Finding[] {
  const makers = Object.values(step.inputs).flatMap(text => {
    const from = inputOf(text);
    return 'step' in from ? [from.step] : [];
  });
  const needed = [...step.needs, ...makers];
  return step.tolerates.flatMap((other, i) =>
    needed.includes(other)
      ? []
      : [
          {
            path: ['steps', name, 'tolerates', i],
            found: inWords(other),
            expected: 'a step that this one needs',
            advice: didYouMean(other, needed),
          },
        ],
  );
}

function doubleOutputs(name: string, step: OwnStep): Finding[] {
  return repeated(
    step.outputs.map((output, i) => ({ output, i })),
    ({ output }) => output,
  ).map(({ again }) => ({
    path: ['steps', name, 'outputs', again.i],
    found: `${again.output} a second time`,
    expected: 'every output once, in any case',
    advice: 'Rename one of the two.',
  }));
}

/** One circle is enough: mending it may open the others. */
function circle(steps: Specification['steps']): Finding[] {
  const needs = new Map(
    Object.entries(steps).map(([name, step]) => [
      name,
      [
        ...step.needs,
        ...Object.values(step.inputs).map(text => {
          const from = inputOf(text);
          return 'step' in from ? from.step : '';
        }),
      ].filter(other => other !== name && Object.hasOwn(steps, other)),
    ]),
  );
  const found = findCircle(needs);
  return found === undefined
    ? []
    : [
        {
          path: ['steps', found[0]],
          at: 'key',
          found: `a circle: ${[...found, found[0]].join(' needs ')}`,
          expected: 'steps that can be run one after the other',
          advice: 'Remove one of these needs or inputs.',
        },
      ];
}

/** Takes away what needs nothing until only circles and what hangs on them are left. */
function findCircle(
  needs: ReadonlyMap<string, readonly string[]>,
): [string, ...string[]] | undefined {
  const left = new Map(needs);
  for (;;) {
    const free = [...left].filter(([, others]) =>
      others.every(other => !left.has(other)),
    );
    if (free.length === 0) break;
    for (const [name] of free) left.delete(name);
  }
  const trail: string[] = [];
  let [at] = [...left.keys()].sort();
  if (at === undefined) return undefined;
  while (!trail.includes(at)) {
    trail.push(at);
    at = (left.get(at) ?? []).find(other => left.has(other)) ?? at;
  }
  return [at, ...trail.slice(trail.indexOf(at) + 1)];
}
