import type { ArtifactStore } from '../../store/artifactStore';
import {
  attemptEndOf,
  IDENTITY,
  runRecordOf,
  stepManifestOf,
  stepResultOf,
} from '../documents';

const AT = '2026-07-02T08:15:30.000Z';
const BY = { run: 'run-1', attempt: 1, try: 1 };

/**
 * Writes one of every kind that a store holds, as a runner would: what is there
 * already is left, so that it ends what a killed process has begun.
 */
export async function everyWrite(store: ArtifactStore): Promise<void> {
  const small = Buffer.from('a small file');
  const big = Buffer.alloc(100_000, 'x');
  const plan = await store.blobs.put(Buffer.from('{}'));
  const files = [
    {
      path: 'small',
      executable: false,
      ...(await store.blobs.put(small)),
    },
    {
      path: 'big',
      executable: true,
      ...(await store.blobs.put({
        async *open() {
          yield big;
        },
      })),
    },
  ];
  const tree = await store.trees.seal(files);
  const other = await store.trees.seal(files.slice(1));

  await store.runs.create(runRecordOf({ plan: plan.sha256, bundle: tree }));
  if ((await store.runs.attempts('run-1')).length === 0) {
    await store.runs.beginAttempt('run-1', { host: 'somewhere', at: AT });
  }
  await store.runs.beginStep('run-1', 1, 'train-model', {
    identity: IDENTITY,
    try: 1,
    at: AT,
    host: 'somewhere',
  });
  await store.checkpoints.claim(IDENTITY, BY);
  if (!(await store.checkpoints.newest(IDENTITY))) {
    await store.checkpoints.save(IDENTITY, BY, tree);
  }
  await store.results.add(stepResultOf({ outputs: { model: tree } }));
  await store.results.add(stepResultOf({ outputs: { model: other } }));
  await store.names.bind('model', 'flight-delay', '1', { tree });
  await store.runs.sealStep(stepManifestOf({ outputs: { model: tree } }));
  await store.journal.append({
    schema_version: 1,
    id: 'ended',
    at: AT,
    event: 'step ended',
    run: 'run-1',
    attempt: 1,
  });
  await store.runs.endAttempt(attemptEndOf());
  await store.objects.create('staging/run-1/part', small);
  await store.objects.remove('staging/run-1/part');
}
