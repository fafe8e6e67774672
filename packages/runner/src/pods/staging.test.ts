import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryObjectStore } from '@trainyard/artifacts';
import {
  stagingOfTry,
  STAGED,
} from '@trainyard/backstage-plugin-ml-training-common';
import { graph } from './testing/plans';
import { PodWorld, RUN, type PodFate } from './testing/podWorld';

describe('what a command leaves', () => {
  let world: PodWorld;
  const begin = async (plan = graph(), objects = new MemoryObjectStore()) => {
    world = await PodWorld.make(plan, { objects });
    await world.prepare();
  };
  afterEach(() => world.remove());

  const trained = async (fate: PodFate = {}) => {
    await world.command('train', fate);
    await world.builtin({ pod: 'after-train', seals: ['train'] }, { train: 0 });
    return world.store.runs.findStep(RUN, 1, 'train');
  };
  const staged = (file: string) =>
    `${stagingOfTry(`staging/${RUN}/1/`, 'train', 0, 0)}${STAGED.outputs}${file}`;

  it('is sealed as it was made, executable files too', async () => {
    const script =
      'mkdir $TRAINYARD_OUT/model/bin; echo run > $TRAINYARD_OUT/model/bin/go; chmod +x $TRAINYARD_OUT/model/bin/go; echo x > $TRAINYARD_OUT/model/file';
    await begin(graph({ train: { script } }));
    const train = await trained();
    expect(train?.because).toEqual([]);
    const entries = await world.store.trees.entries(`${train?.outputs.model}`);
    expect(entries).toMatchObject([
      { path: 'bin/go', executable: true, bytes: 4 },
      { path: 'file', executable: false, bytes: 2 },
    ]);
  });

  it.each<[string, (staged: string) => Promise<void>, RegExp]>([
    [
      'other bytes were uploaded',
      async key => {
        await world.objects.remove(key);
        await world.objects.create(key, Buffer.from('evil\n'));
      },
      /model\/model differs from what the witness saw: expected sha256/,
    ],
    [
      'a file was not uploaded',
      key => world.objects.remove(key),
      /model\/model was not uploaded/,
    ],
    [
      'more was uploaded',
      async key => {
        await world.objects.create(`${key}-2`, Buffer.from('more'));
      },
      /model\/model-2 was uploaded, but was not there/,
    ],
  ])('is not sealed where %s', async (_, change, words) => {
    await begin();
    await world.command('train');
    await change(staged('model/model'));
    await world.builtin({ pod: 'after-train', seals: ['train'] }, { train: 0 });
    expect(await world.store.runs.findStep(RUN, 1, 'train')).toMatchObject({
      verdict: 'failed',
      because: [expect.stringMatching(words)],
      outputs: {},
    });
  });

  it('is not sealed where it was written to after the end', async () => {
    await begin();
    const train = await trained({
      beforeUpload: async ({ outputs }) => {
        // As a process would that outlived the command: the witness has told already.
        const key = `${stagingOfTry(`staging/${RUN}/1/`, 'train', 0, 0)}${STAGED.witness}`;
        while ((await world.objects.size(key)) === undefined) {
          await new Promise(resolve => setImmediate(resolve));
        }
        await writeFile(join(outputs, 'model', 'model'), 'later');
      },
    });
    expect(train?.because).toEqual([
      expect.stringMatching(/model\/model differs.*leave no process behind/s),
    ]);
  });

  it('is not sealed where nobody witnessed it', async () => {
    await begin();
    expect(await trained({ witness: false })).toMatchObject({
      verdict: 'failed',
      because: [expect.stringMatching(/its witness is missing/)],
    });
  });

  it('is not sealed where an output is empty', async () => {
    await begin(graph({ train: { script: 'true' } }));
    expect((await trained())?.because).toEqual([
      expect.stringMatching(/wrote nothing to \$TRAINYARD_OUT\/model/),
    ]);
  });

  it.each([
    ['symbolic link', 'ln -s /etc/passwd $TRAINYARD_OUT/model/link'],
    ['named pipe', 'mkfifo $TRAINYARD_OUT/model/pipe'],
  ])('is refused where it holds a %s', async (what, script) => {
    await begin(graph({ train: { script } }));
    // Argo would wait for a pipe for ever, or until somebody has enough.
    const train = await trained({ upload: what === 'symbolic link' });
    expect(train?.verdict).toBe('failed');
    expect(train?.because).toEqual([expect.stringContaining(what)]);
  });

  it('is refused where its metrics cannot be read', async () => {
    const script = `echo '{"name":"auc","value":NaN}' > $TRAINYARD_METRICS; echo x > $TRAINYARD_OUT/model/model`;
    await begin(graph({ train: { script } }));
    expect((await trained())?.because).toEqual([
      expect.stringMatching(/METRICS line 1: expected a finite number/),
    ]);
  });

  it('holds no secret in any object, and covers it in the log', async () => {
    const secret = 'hunter2-hunter2';
    const script =
      'echo "the key is $KEY"; echo "{\\"name\\":\\"$KEY\\",\\"value\\":1}" > $TRAINYARD_METRICS; echo x > $TRAINYARD_OUT/model/model';
    await begin(graph({ train: { script, secrets: { KEY: { env: 'KEY' } } } }));
    const train = await trained({ secrets: { KEY: secret } });
    const log = await world.store.blobs.readAll(`${train?.log}`);
    expect(Buffer.from(log).toString()).toBe('the key is ***************\n');
    expect(train?.verdict).toBe('succeeded');
    for (const room of [
      'blobs/',
      'runs/',
      'results/',
      'staging/',
      'journal/',
    ]) {
      for await (const key of world.objects.list(room)) {
        const bytes = await world.objects.read(key);
        expect(Buffer.from(bytes ?? []).toString()).not.toContain(secret);
      }
    }
  });

  it('has no log where a secret is not known that it may hold', async () => {
    const script = 'echo "$KEY"; echo x > $TRAINYARD_OUT/model/model';
    await begin(graph({ train: { script, secrets: { KEY: { env: 'KEY' } } } }));
    const train = await trained({ env: { KEY: 'hunter2-hunter2' } });
    expect(train?.verdict).toBe('succeeded');
    expect(train?.log).toBeUndefined();
  });

  it('is ended where the command takes longer than it may', async () => {
    await begin(
      graph({
        train: {
          script: 'until test -e $MARK; do :; done; exit 143',
          resources: { timeout_seconds: 0.05 },
        },
      }),
    );
    const mark = join(world.folder, 'mark');
    // Argo's supervisor, which sends the command what it finds.
    const train = await trained({
      env: { MARK: mark },
      supervisor: async ({ signal }) => rename(signal, mark),
    });
    expect(train).toMatchObject({
      verdict: 'failed',
      exit_code: 143,
      because: [
        expect.stringMatching(/did not end within its timeout of 0.05 s/),
      ],
    });
  });

  const STEPS_ON = `
    latest=$(cat $TRAINYARD_CHECKPOINT/latest/state 2>/dev/null || echo 0)
    mkdir $TRAINYARD_CHECKPOINT/.next; echo $((latest + 1)) > $TRAINYARD_CHECKPOINT/.next/state
    mv $TRAINYARD_CHECKPOINT/.next $TRAINYARD_CHECKPOINT/1
    test $latest = 0 && sleep 600
    echo "from $latest" > $TRAINYARD_OUT/model/model`;

  it('goes on at its checkpoint, whatever its deleted pod still does', async () => {
    await begin(graph({ train: { script: STEPS_ON } }));
    const identityOf = async () =>
      (await world.store.runs.findBegun(RUN, 1, 'train'))?.identity ?? '';
    await world.command('train', {
      cutOff: true,
      deletedWhen: async () =>
        (await world.store.checkpoints.newest(await identityOf())) !==
        undefined,
    });
    const identity = await identityOf();
    const [{ places, end }] = world.late;

    const second = await world.command('train', {
      retries: 1,
      beforeUpload: async () => {
        await mkdir(join(places.checkpoints, '9'));
        await writeFile(join(places.checkpoints, '9', 'state'), 'evil');
        await mkdir(join(places.outputs, 'model'), { recursive: true });
        await writeFile(join(places.outputs, 'model', 'model'), 'evil');
        await end(0);
      },
    });
    expect(second.exitCode).toBe(0);
    const newest = await world.store.checkpoints.newest(identity);
    const before = newest?.tree ?? '';
    const [state] = await world.store.trees.entries(before);
    const bytes = await world.store.blobs.readAll(state.sha256);
    expect(Buffer.from(bytes).toString()).toBe('2\n');

    await world.builtin({ pod: 'after-train', seals: ['train'] }, { train: 1 });
    const tries = await world.store.runs.tries(RUN, 1, 'train');
    expect(tries.map(({ manifest }) => manifest?.verdict)).toEqual([
      'failed',
      'succeeded',
    ]);
    const [model] = await world.store.trees.entries(
      `${tries[1].manifest?.outputs.model}`,
    );
    const made = await world.store.blobs.readAll(model.sha256);
    expect(Buffer.from(made).toString()).toBe('from 1\n');
    expect(tries[1].manifest?.resumed_from).toBe(1);
  });

  it('starts from nothing where a run is reproduced', async () => {
    const objects = new MemoryObjectStore();
    const plan = graph({ train: { script: STEPS_ON } });
    await begin(plan, objects);
    const isKept = async () => {
      const begun = await world.store.runs.findBegun(RUN, 1, 'train');
      const newest =
        begun && (await world.store.checkpoints.newest(begun.identity));
      return newest !== undefined;
    };
    await world.command('train', { deletedWhen: isKept });
    await world.remove();
    const of = { run: 'again' };
    world = await PodWorld.make(plan, {
      objects,
      ...of,
      purpose: 'reproduction',
    });
    await world.prepare(of);
    const gone = { deletedWhen: async () => true };
    const pod = await world.command('train', gone, of);
    expect(pod.fetch.outcome).toBe('ready');
    expect(world.lines.filter(line => 'line' in line)).not.toContainEqual(
      expect.objectContaining({ line: expect.stringMatching(/resumes/) }),
    );
  });

  it('can be read by any user, and what it is given by none be changed', async () => {
    const script =
      'ls -ld $TRAINYARD_IN/rows $TRAINYARD_IN/rows/rows.csv $TRAINYARD_PARAMS $TRAINYARD_OUT $TRAINYARD_OUT/model $TRAINYARD_CHECKPOINT $TMPDIR | cut -c1-10; echo x > $TRAINYARD_OUT/model/model';
    await begin(graph({ train: { script } }));
    const train = await trained();
    const log = await world.store.blobs.readAll(`${train?.log}`);
    expect(Buffer.from(log).toString().trim().split('\n')).toEqual([
      'dr-xr-xr-x',
      '-r--r--r--',
      '-rw-r--r--',
      ...Array(4).fill('drwxrwxrwx'),
    ]);
  });

  it('is staged in one place a try', async () => {
    await begin();
    await world.prepare();
    await world.command('train');
    const rooms = new Set<string>();
    for await (const key of world.objects.list('staging/')) {
      rooms.add(key.split('/').slice(0, 6).join('/'));
    }
    expect([...rooms]).toEqual([`staging/${RUN}/1/train/0/0`]);
  });
});
