// eslint-disable-next-line @backstage/no-forbidden-package-imports -- tests of this repository: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import type {
  EngineRef,
  LogPiece,
} from '@trainyard/backstage-plugin-ml-training-node';
import { placeOf } from '../clusters/places';
import { WAYS } from '../testing/apis';
import { openedEngine, type OpenedEngine } from '../testing/openedEngine';
import { PlayedController, type PlayedNode } from '../testing/playedController';
import { preparedRun } from '../testing/preparedRun';

const ARGOS =
  'time="2001-07-02T00:00:00.000Z" level=info msg="sub-process exited" argo=true error="<nil>"\n';

describe.each(WAYS)('a live log over the %s', way => {
  let under: OpenedEngine;
  let controller: PlayedController;
  let ref: EngineRef;
  beforeEach(async () => {
    under = await openedEngine(way);
    controller = new PlayedController(under.argo, under.store);
    const scripts = { one: 'echo one' };
    ref = await under.engine.submit(
      await preparedRun(under.engine, under.store, 'run', scripts),
    );
  });
  afterEach(() => under.close());

  const one: PlayedNode = {
    task: 'one',
    template: 'command-1',
    phase: 'Running',
    step: 'one',
  };
  const begins = async (node: PlayedNode, said = '') => {
    controller.shows(ref, node);
    under.argo.say(controller.podOf(ref, node), 'main', said);
    await settled(
      () => under.engine.observe(ref),
      ({ state }) => state === 'running',
    );
  };
  const log = (step: string, from = 0, signal = new AbortController().signal) =>
    under.engine.logs(ref, step, { from, signal });

  /** Reads to the end; is told what was read so far. */
  const read = async (
    pieces: AsyncIterable<LogPiece> | undefined,
    from: number,
    onText: (text: string) => void = () => {},
  ) => {
    let text = '';
    let next = from;
    for await (const { offset, bytes } of pieces ?? []) {
      expect(offset).toBe(next);
      next += bytes.length;
      text += Buffer.from(bytes);
      onText(text);
    }
    return text;
  };
  const end = (node: PlayedNode, said = '') => {
    under.argo.say(controller.podOf(ref, node), 'main', said);
    controller.shows(ref, { ...node, phase: 'Succeeded' });
  };

  it('is that of the command, without the lines of Argo, to its end', async () => {
    await begins(one, `one\n${ARGOS}`);
    const text = await read(await log('one'), 0, so => {
      if (so === 'one\n') end(one, `two\n${ARGOS}`);
    });
    expect(text).toBe('one\ntwo\n');
  });

  it('begins at any byte', async () => {
    await begins(one, `one\n${ARGOS}two\n`);
    const text = await read(await log('one', 2), 2, so => {
      if (so === 'e\ntwo\n') end(one);
    });
    expect(text).toBe('e\ntwo\n');
  });

  it('goes on without doubling when the connection breaks', async () => {
    await begins(one, 'one\n');
    const text = await read(await log('one'), 0, so => {
      if (so === 'one\n') {
        under.argo.breakStreams();
        under.argo.say(controller.podOf(ref, one), 'main', 'two\n');
      }
      if (so === 'one\ntwo\n') end(one, 'three\n');
    });
    expect(text).toBe('one\ntwo\nthree\n');
  });

  it('ends when its pod is deleted', async () => {
    await begins(one, 'one\n');
    const text = await read(await log('one'), 0, () => {
      under.argo.pods.delete(controller.podOf(ref, one));
      under.argo.breakStreams();
      controller.shows(ref, { ...one, phase: 'Error', message: 'pod deleted' });
    });
    expect(text).toBe('one\n');
  });

  it('is that of the newest try', async () => {
    controller.shows(ref, one);
    under.argo.say(controller.podOf(ref, one), 'main', 'first try\n');
    controller.shows(ref, { ...one, phase: 'Failed' }, { ...one, retries: 1 });
    const second = { ...one, retries: 1 };
    under.argo.say(controller.podOf(ref, second), 'main', 'second try\n');
    await settled(
      () => log('one'),
      pieces => pieces !== undefined,
    );
    const text = await read(await log('one'), 0, () => {
      controller.shows(
        ref,
        { ...one, phase: 'Failed' },
        {
          ...second,
          phase: 'Succeeded',
        },
      );
    });
    expect(text).toBe('second try\n');
  });

  it('is none of what is not being executed', async () => {
    expect(await log('one')).toBeUndefined();
    await begins(one, 'one\n');
    expect(await log('another')).toBeUndefined();
    end(one);
    await settled(
      () => log('one'),
      pieces => pieces === undefined,
    );
  });

  it('is none of a command with secrets, which only its pod can cover', async () => {
    under.argo.change(placeOf(ref).workflow, workflow => ({
      ...workflow,
      spec: {
        templates: [
          {
            name: one.template,
            container: {
              env: [
                { name: 'KEY', valueFrom: { secretKeyRef: { name: 'hub' } } },
              ],
            },
          },
        ],
      },
    }));
    await begins(one, 'the secret\n');
    expect(await log('one')).toBeUndefined();
  });

  it('stops when nobody listens any more', async () => {
    await begins(one, 'one\n');
    const listener = new AbortController();
    const pieces = await log('one', 0, listener.signal);
    expect(await read(pieces, 0, () => listener.abort())).toBe('one\n');
  });

  describe('of a built-in step', () => {
    const prepare: PlayedNode = {
      task: 'prepare',
      template: 'builtin-prepare',
      phase: 'Running',
    };
    const line = (value: object) => `${JSON.stringify(value)}\n`;
    const began = (step: string, nth = 1) =>
      line({ event: 'step began', step, position: 1, of: 3, try: nth });
    const says = (step: string, text: string, nth = 1) =>
      line({ step, try: nth, line: text });
    const ended = (step: string) =>
      line({ event: 'step ended', step, status: 'succeeded' });

    beforeEach(() => {
      under.argo.change(placeOf(ref).workflow, workflow => ({
        ...workflow,
        spec: { templates: [builtinTemplate(['first', 'second'])] },
      }));
    });

    it('is cut out of what its pod says', async () => {
      const said = [
        began('first'),
        says('first', 'a'),
        ended('first'),
        'a warning of Node\n',
        began('second'),
        says('second', 'b'),
      ];
      await begins(prepare, said.join(''));
      expect(await log('first')).toBeUndefined();
      const text = await read(await log('second'), 0, so => {
        if (so === 'b\n') {
          const pod = controller.podOf(ref, prepare);
          under.argo.say(
            pod,
            'main',
            says('second', 'c') + ended('second') + began('third'),
          );
        }
      });
      expect(text).toBe('b\nc\n');
    });

    it('is that of the try under way', async () => {
      await begins(
        prepare,
        began('first') +
          says('first', 'in vain') +
          began('first', 2) +
          says('first', 'again', 2),
      );
      const text = await read(await log('first', 2), 2, () => {
        const pod = controller.podOf(ref, prepare);
        under.argo.say(pod, 'main', ended('first'));
      });
      expect(text).toBe('ain\n');
    });
  });
});

function builtinTemplate(steps: readonly string[]) {
  const request = {
    schema_version: 1,
    run: 'run',
    attempt: 1,
    namespace: 'default',
    plan: 'a'.repeat(64),
    store: { kind: 'folder', path: '/store' },
    host: 'argo/main/run',
    staging: 'staging/run/1/',
    builtin_threads: 1,
    work: { kind: 'builtin', pod: 'prepare', steps, seals: [], tells: [] },
  };
  return {
    name: 'builtin-prepare',
    container: {
      env: [{ name: 'TRAINYARD_POD', value: JSON.stringify(request) }],
    },
  };
}
