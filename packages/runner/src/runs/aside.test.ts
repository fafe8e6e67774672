import { Aside } from './aside';

describe('Aside', () => {
  it('settles when all that was begun is done, also what was begun meanwhile', async () => {
    const aside = new Aside();
    const done: string[] = [];
    aside.begin(
      Promise.resolve().then(() => {
        aside.begin(Promise.resolve().then(() => done.push('second')));
        done.push('first');
      }),
    );
    await aside.settle();
    expect(done).toEqual(['first', 'second']);
  });

  it('keeps a fault until it is asked', async () => {
    const aside = new Aside();
    aside.begin(Promise.reject(new Error('the disk is full')));
    aside.begin(Promise.resolve());
    await expect(aside.settle()).rejects.toThrow('the disk is full');
  });
});
