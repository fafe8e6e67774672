import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import { lintPlan } from '../lint/lintPlan';
import { UnfitPlanError } from '../lint/unfitPlanError';
import { anyText } from '../testing/anyText';
import { expand } from '../testing/kubeletExpansion';
import {
  builtin,
  command,
  IMAGE,
  planOf,
  settingsOf,
  submissionOf,
} from '../testing/plans';
import { compileWorkflow } from './compileWorkflow';
import type { Workflow } from './workflow';

/** Everything that Argo may find to evaluate in a manifest; what it holds of names is digits, letters and dashes. */
const OUR_TAGS = [
  /^retries$/,
  /^pod\.name$/,
  /^workflow\.status$/,
  /^inputs\.parameters\.(?:step|work|image|command|port|reported|try|worker)$/,
  /^tasks\.[a-z0-9-]+\.outputs\.parameters\.[a-z0-9-]+$/,
  /^=tasks\['([a-z0-9-]+)'\]\.status == 'Succeeded' \? tasks\['\1'\]\.outputs\.parameters\.try : 'none'$/,
  /^=lastRetry\.message startsWith 'main: OOMKilled' \? \[[0-9, ]+\]\[min\(asInt\(retries\), [0-9]+\)\] : [0-9]+$/,
];

/** As Argo looks for them: from two opening braces to the next two closing ones. */
function strangers(workflow: Workflow): string[] {
  const text = JSON.stringify(workflow);
  const tags: string[] = [];
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at + 2)) {
    const end = text.indexOf('}}', at);
    tags.push(end < 0 ? text.slice(at + 2) : text.slice(at + 2, end));
  }
  return tags.filter(tag => !OUR_TAGS.some(ours => ours.test(tag)));
}

/** What the kubelet would start: after Argo, which finds nothing of it to evaluate. */
function startedCommand(workflow: Workflow, step: string): string[] {
  const task = workflow.spec.templates[0].dag?.tasks.find(
    ({ name }) => name === step,
  );
  const given = (wanted: string) =>
    task?.arguments?.parameters.find(({ name }) => name === wanted)?.value ??
    '';
  const template = workflow.spec.templates.find(
    ({ name }) => name === task?.template,
  );
  const patched: { containers: { command: string[] }[] } = JSON.parse(
    (template?.podSpecPatch ?? '')
      .replace('{{inputs.parameters.command}}', () => given('command'))
      .replace('{{inputs.parameters.port}}', () => given('port')),
  );
  const variables = new Map<string, string>();
  for (const variable of template?.container?.env ?? []) {
    if ('value' in variable) {
      variables.set(variable.name, expand(variable.value, variables));
    }
  }
  return patched.containers[0].command.map(text => expand(text, variables));
}

/** Whatever else is thrown is a fault. */
function compiledOrRefused(compile: () => Workflow): Workflow | UnfitPlanError {
  try {
    return compile();
  } catch (error) {
    if (error instanceof UnfitPlanError) return error;
    throw error;
  }
}

const settings = settingsOf({
  allowedImages: ['*'],
  secrets: { TEAM_TOKEN: { secret: 'team', key: 'token' } },
});

describe('what a user wrote', () => {
  it('reaches the command as it is, and Argo not at all', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), argv => {
        const plan = planOf([
          command('only', [], { command: argv, workers: undefined }),
        ]);
        const workflow = compileWorkflow(submissionOf(plan), settings);
        expect(strangers(workflow)).toEqual([]);
        expect(startedCommand(workflow, 'only')).toEqual(argv);
        // The same from the file that one would hand to the cluster.
        expect(parse(stringify(workflow))).toEqual(workflow);
      }),
    );
  });

  it('goes into no template from parameters, owners, labels, metrics and inputs', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, isCommand) => {
        const more: Partial<PlanStep> = {
          parameters: { [text || 'x']: text },
          seeds: { [text || 'x']: 1 },
          outputs: [text],
          inputs: { [text || 'x']: { step: 'first', output: text } },
        };
        const plan = planOf(
          [
            builtin('first', []),
            isCommand
              ? command('second', ['first'], more)
              : builtin('second', ['first'], more),
          ],
          {
            owner: text,
            model_name: text,
            as_of: text,
            dataset: { name: text, version: text },
            sources: { [text || 'x']: 'd'.repeat(64) },
          },
        );
        const workflow = compileWorkflow(submissionOf(plan), settings);
        expect(strangers(workflow)).toEqual([]);
      }),
    );
  });

  it.each<[string, (text: string) => Parameters<typeof submissionOf>]>([
    ['the name of a step', text => [planOf([command(text, [])])]],
    [
      'the name of a built-in step',
      text => [planOf([builtin(text, []), builtin('b', [])])],
    ],
    ['a pipeline', text => [planOf([command('a', [])], { pipeline: text })]],
    ['a namespace', text => [planOf([command('a', [])], { namespace: text })]],
    ['a run', text => [planOf([command('a', [])]), { run: text }]],
    [
      'an image',
      text => [
        planOf([
          command('a', [], {
            environment: { kind: 'image', image: `${text}${IMAGE}` },
          }),
        ]),
      ],
    ],
    [
      'the name of a secret',
      text => [
        planOf([
          command('a', [], { secrets: { [text]: { env: 'TEAM_TOKEN' } } }),
        ]),
      ],
    ],
    [
      'where a secret comes from',
      text => [
        planOf([command('a', [], { secrets: { TOKEN: { env: text } } })]),
      ],
    ],
  ])('as %s is refused, or is only a name', (_, submit) => {
    fc.assert(
      fc.property(anyText, text => {
        const found = compiledOrRefused(() =>
          compileWorkflow(submissionOf(...submit(text)), settings),
        );
        expect(found instanceof UnfitPlanError ? [] : strangers(found)).toEqual(
          [],
        );
      }),
      { numRuns: 50 },
    );
  });

  it('as the name of a step is told before it is compiled', () => {
    const plan = planOf([command('{{workflow.name}}', [])]);
    const [found] = lintPlan(plan, settings);
    expect(found).toMatchObject({
      path: ['steps'],
      found: '"{{workflow.name}}"',
      severity: 'error',
    });
    expect(() => compileWorkflow(submissionOf(plan), settings)).toThrow(
      UnfitPlanError,
    );
  });
});
