import type { Entity } from '@backstage/catalog-model';
import { runOf, subjectOf } from './subjectOf';

const entity = (annotations: Record<string, string>): Entity => ({
  apiVersion: 'trainyard.dev/v1alpha1',
  kind: 'Model',
  metadata: { name: 'short', namespace: 'team', annotations },
});

describe('subjectOf', () => {
  it('is the entity itself where nothing else is said', () => {
    expect(subjectOf(entity({}))).toEqual({ namespace: 'team', name: 'short' });
  });

  it('takes the name as it was before it had to be shortened', () => {
    expect(
      subjectOf(entity({ 'trainyard.dev/name': 'a much longer name' })),
    ).toEqual({ namespace: 'team', name: 'a much longer name' });
  });

  it('follows a Model that a team wrote to the trained one', () => {
    expect(subjectOf(entity({ 'trainyard.dev/of': 'other/model' }))).toEqual({
      namespace: 'other',
      name: 'model',
    });
  });
});

describe('runOf', () => {
  it('is the annotation, since a run may be called what no entity may', () => {
    expect(runOf(entity({ 'trainyard.dev/run': 'Run 1' }))).toBe('Run 1');
    expect(runOf(entity({}))).toBe('short');
  });
});
