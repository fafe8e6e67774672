import { createHash } from 'node:crypto';
import { CREDENTIALS, useS3Server } from '../../testing/s3/useS3Server';
import { collect } from '../../testing/storeTools';
import type { Body } from '../objectStore';
import { Bucket } from './bucket';
import { openS3Objects, type OpenBucketOptions } from './openS3Objects';

const MIB = 1 << 20;
const options: OpenBucketOptions = {
  credentials: CREDENTIALS,
  partBytes: 5 * MIB,
  pageKeys: 3,
};

/** Differs from place to place, and from seed to seed. */
function patterned(bytes: number, seed = 0): Buffer {
  const pattern = Buffer.alloc(bytes, seed);
  for (let at = 0; at + 4 <= bytes; at += 4096) pattern.writeUInt32LE(at, at);
  return pattern;
}

/** Counts how often it is read; fails after so many bytes. */
function streamed(bytes: Buffer, failsAt = Infinity) {
  const body = {
    reads: 0,
    async *open() {
      body.reads += 1;
      for (let at = 0; at < bytes.length; at += 700_001) {
        if (at >= failsAt) throw new Error('the source broke');
        yield bytes.subarray(at, at + 700_001);
      }
    },
  };
  return body satisfies Body;
}

useS3Server('a large object', server => {
  const bytes = patterned(13 * MIB);
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  const opened = async () => {
    const location = server().newBucket('some/where/');
    const objects = await openS3Objects(location, options);
    const { client } = new Bucket(location, options);
    return {
      objects,
      unfinished: async () =>
        (await client.listMultipartUploads({ Bucket: location.bucket }))
          .Uploads ?? [],
      keys: async () =>
        (
          (await client.listObjectsV2({ Bucket: location.bucket })).Contents ??
          []
        ).map(({ Key }) => Key),
    };
  };

  it('is created in parts from either kind of body, and once', async () => {
    const { objects, unfinished } = await opened();
    expect(await objects.create('a', bytes)).toBe('created');
    expect(await objects.create('b', streamed(bytes))).toBe('created');
    for (const key of ['a', 'b']) {
      const found = (await objects.read(key)) ?? Buffer.of();
      expect(Buffer.compare(found, bytes)).toBe(0);
      expect(await objects.create(key, streamed(patterned(6 * MIB)))).toBe(
        'exists',
      );
      expect(await objects.size(key)).toBe(bytes.length);
    }
    expect(await unfinished()).toEqual([]);
  }, 20_000);

  it('has one creator among several at once, whose bytes it has', async () => {
    const { objects, unfinished } = await opened();
    const bodies = [1, 2, 3].map(seed => patterned(6 * MIB, seed));
    const outcomes = await Promise.all(
      bodies.map(body => objects.create('contended', streamed(body))),
    );
    expect([...outcomes].sort()).toEqual(['created', 'exists', 'exists']);
    const found = (await objects.read('contended')) ?? Buffer.of();
    const winner = bodies[outcomes.indexOf('created')];
    expect(Buffer.compare(found, winner)).toBe(0);
    expect(await unfinished()).toEqual([]);
  }, 20_000);

  it('gets a key of its digest although it is read once, and nothing else is left', async () => {
    const { objects, unfinished, keys } = await opened();
    const bodies = [streamed(bytes), streamed(bytes)];
    const put = (body: Body) => objects.createByDigest(d => `blobs/${d}`, body);
    expect(await Promise.all(bodies.map(put))).toEqual([
      { sha256, bytes: bytes.length },
      { sha256, bytes: bytes.length },
    ]);
    expect(bodies.map(({ reads }) => reads)).toEqual([1, 1]);
    expect(await put(streamed(bytes))).toEqual({ sha256, bytes: bytes.length });
    expect(await keys()).toEqual([`some/where/blobs/${sha256}`]);
    expect(await unfinished()).toEqual([]);
    const hash = createHash('sha256');
    for await (const piece of (await objects.stream(`blobs/${sha256}`)) ?? []) {
      hash.update(piece);
    }
    expect(hash.digest('hex')).toBe(sha256);
  }, 20_000);

  it('leaves nothing where its source fails in the middle', async () => {
    const { objects, unfinished, keys } = await opened();
    const failing = () => streamed(bytes, 11 * MIB);
    await expect(objects.create('a', failing())).rejects.toThrow(
      'the source broke',
    );
    await expect(
      objects.createByDigest(d => `blobs/${d}`, failing()),
    ).rejects.toThrow('the source broke');
    expect(await keys()).toEqual([]);
    expect(await unfinished()).toEqual([]);
  }, 20_000);
});

useS3Server('a listing', server => {
  it('goes over pages, in order, of keys and of children', async () => {
    const objects = await openS3Objects(server().newBucket('p/'), options);
    const keys = ['r/0', 'r/1/x', 'r/1-a', 'r/1.b', 'r/10/z', 'r/2', 'r/3/a/b'];
    for (const key of keys) await objects.create(key, Buffer.from(key));
    expect(await collect(objects.list('r/'))).toEqual([
      ...['r/0', 'r/1-a', 'r/1.b', 'r/1/x', 'r/10/z', 'r/2', 'r/3/a/b'],
    ]);
    expect(await collect(objects.children('r/'))).toEqual([
      ...['0', '1-a', '1.b', '1/', '10/', '2', '3/'],
    ]);
  });

  it('shows nothing of other prefixes of the bucket', async () => {
    const location = server().newBucket();
    const at = (prefix: string) =>
      openS3Objects({ ...location, prefix }, options);
    const [root, one, other] = await Promise.all([
      at(''),
      at('namespaces/one/'),
      at('namespaces/one-more/'),
    ]);
    await one.create('runs/a', Buffer.from('one'));
    await other.create('runs/a', Buffer.from('other'));
    expect(await collect(one.list('runs/'))).toEqual(['runs/a']);
    expect(Buffer.from((await one.read('runs/a')) ?? []).toString()).toBe(
      'one',
    );
    expect(await root.size('runs/a')).toBeUndefined();
    await one.remove('runs/a');
    expect(await other.size('runs/a')).toBe(5);
  });

  it('is not needed to hand out an object for a while', async () => {
    const objects = await openS3Objects(server().newBucket('p/'), options);
    await objects.create('a', Buffer.from('hello'));
    const url = await objects.presignDownload('a', {
      seconds: 60,
      filename: "it's (é).csv",
      contentType: 'text/csv',
    });
    const response = await fetch(url);
    expect(await response.text()).toBe('hello');
    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''it%27s%20%28%C3%A9%29.csv",
    );
    const forged = new URL(url);
    forged.pathname = forged.pathname.replace(/a$/, 'b');
    expect((await fetch(forged)).status).toBe(403);
  });
});
