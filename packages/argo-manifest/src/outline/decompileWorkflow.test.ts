import fc from 'fast-check';
import { compileWorkflow } from '../manifest/compileWorkflow';
import { MARK } from '../manifest/marks';
import { anyPlan } from '../testing/anyPlan';
import { anyText } from '../testing/anyText';
import {
  command,
  defaultGraph,
  planOf,
  settingsOf,
  submissionOf,
} from '../testing/plans';
import { decompileWorkflow } from './decompileWorkflow';
import { outlineOf } from './outlineOf';

const settings = settingsOf();
const submission = submissionOf(planOf(defaultGraph()));

/** As a cluster hands it back. */
const copy = () =>
  JSON.parse(JSON.stringify(compileWorkflow(submission, settings)));

describe('decompileWorkflow', () => {
  it('reads every compiled workflow back', () => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), (plan, isolateSteps) => {
        const given = settingsOf({ isolateSteps });
        const attempt = submissionOf(plan);
        const workflow = compileWorkflow(attempt, given);
        expect(decompileWorkflow(JSON.parse(JSON.stringify(workflow)))).toEqual(
          {
            outcome: 'workflow',
            outline: outlineOf(attempt, given),
          },
        );
      }),
      { numRuns: 40 },
    );
  });

  it('reads back whatever a user wrote into a command', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), argv => {
        const plan = planOf([command('only', [], { command: argv })]);
        const read = decompileWorkflow(
          compileWorkflow(submissionOf(plan), settings),
        );
        const pods = read.outcome === 'workflow' ? read.outline.pods : [];
        expect(pods[1].command).toEqual(argv);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'a workflow'],
    [
      'the workflow of somebody else',
      { metadata: { name: 'theirs' }, spec: {} },
    ],
  ])('says that %s is not ours', (_, value) => {
    expect(decompileWorkflow(value)).toEqual({
      outcome: 'not ours',
      because: expect.stringContaining('no annotations of ours'),
    });
  });

  it('says that another release wrote it in another form', () => {
    const workflow = copy();
    workflow.metadata.annotations[MARK.form] = '2';
    expect(decompileWorkflow(workflow)).toEqual({
      outcome: 'not ours',
      because: expect.stringContaining('found 2: another release'),
    });
  });

  it.each<[string, (workflow: ReturnType<typeof copy>) => void]>([
    ['its templates', it => delete it.spec.templates],
    ['its graph', it => it.spec.templates.shift()],
    [
      'an image',
      it => {
        it.spec.templates[0].dag.tasks[1].arguments.parameters[2].value =
          'other';
      },
    ],
    [
      'the run',
      it => {
        it.metadata.annotations[MARK.run] = 'another';
      },
    ],
    [
      'what a pod waits for',
      it => {
        it.spec.templates[0].dag.tasks[2].depends = 'prepare.Succeeded';
      },
    ],
    [
      'what a pod is there for',
      it => {
        it.spec.templates[0].dag.tasks[1].arguments.parameters[1].value = '{';
      },
    ],
  ])('tells where somebody changed %s', (_, change) => {
    const workflow = copy();
    change(workflow);
    expect(decompileWorkflow(workflow)).toEqual({
      outcome: 'not ours',
      because: expect.stringContaining('changed since it was made'),
    });
  });

  it('does not mind what a cluster adds', () => {
    const workflow = copy();
    workflow.metadata.uid = 'f00';
    workflow.metadata.annotations['somebody.else/says'] = 'so';
    workflow.status = { phase: 'Running' };
    expect(decompileWorkflow(workflow).outcome).toBe('workflow');
  });
});
