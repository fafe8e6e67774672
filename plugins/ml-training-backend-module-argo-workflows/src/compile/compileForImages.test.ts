import { builtinVersions } from '@trainyard/steps';
import { IMAGE, pinnedPipeline, pipelineOf } from '../testing/preparedRun';
import { compileForImages } from './compileForImages';

const compiled = async (image: string, images: Record<string, string> = {}) => {
  const { pipeline, lock } = await pinnedPipeline(
    pipelineOf({ one: 'true', two: 'true' }, { image }),
  );
  return compileForImages(
    { ...pipeline, lock: { ...lock, images } },
    builtinVersions(),
  );
};

describe('compiling for pods', () => {
  it('runs each command in the image that its runtime names by digest', async () => {
    const outcome = await compiled(IMAGE);
    expect(outcome).toMatchObject({ outcome: 'compiled' });
    const steps = outcome.outcome === 'compiled' ? outcome.plan.steps : [];
    expect(steps.map(({ environment }) => environment)).toEqual([
      { kind: 'image', image: IMAGE },
      { kind: 'image', image: IMAGE },
    ]);
  });

  it('takes the digest of a tag from the lock', async () => {
    const image = 'registry.example.com:5000/ml/shell:1.2';
    const digest = `sha256:${'d'.repeat(64)}`;
    expect(await compiled(image, { [image]: digest })).toMatchObject({
      plan: {
        steps: [
          {
            environment: {
              image: `registry.example.com:5000/ml/shell@${digest}`,
            },
          },
          {},
        ],
      },
    });
  });

  it('refuses a tag that nothing pins, at each step', async () => {
    const outcome = await compiled('registry.example.com/ml/shell:1.2');
    expect(outcome).toMatchObject({
      outcome: 'invalid',
      problems: [
        {
          path: ['steps', 'one', 'runtime', 'container_image'],
          found: 'registry.example.com/ml/shell:1.2',
        },
        { path: ['steps', 'two', 'runtime', 'container_image'] },
      ],
    });
  });

  it('refuses a step without an image', async () => {
    const text = pipelineOf({ one: 'true' }).replace(/, runtime: .*}}/, '}');
    const { pipeline, lock } = await pinnedPipeline(text);
    expect(
      compileForImages({ ...pipeline, lock }, builtinVersions()),
    ).toMatchObject({ outcome: 'invalid', problems: [{ found: 'none' }] });
  });
});
