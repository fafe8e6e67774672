import type { ListObjectsV2Output } from '@aws-sdk/client-s3';
import { byUtf8 } from '../byUtf8';
import { checkPrefix } from '../objectKey';
import type { Bucket } from './bucket';

/** Keys below a prefix, in the order of their bytes, which is the server's own. */
export async function* listKeys(
  bucket: Bucket,
  prefix: string,
): AsyncIterable<string> {
  const own = bucket.location.prefix.length;
  for await (const page of pagesOf(bucket, prefix)) {
    for (const key of keysOf(page)) yield key.slice(own);
  }
}

/** Keys and folders directly below a prefix, which is taken off. */
export async function* listChildren(
  bucket: Bucket,
  prefix: string,
): AsyncIterable<string> {
  const above = bucket.location.prefix.length + prefix.length;
  for await (const page of pagesOf(bucket, prefix, '/')) {
    const folders = (page.CommonPrefixes ?? []).map(folder =>
      decoded(page, folder.Prefix ?? ''),
    );
    // Each page is in order as a whole, its two lists each by itself.
    const children = [...keysOf(page), ...folders].sort(byUtf8);
    for (const child of children) yield child.slice(above);
  }
}

async function* pagesOf(
  bucket: Bucket,
  prefix: string,
  delimiter?: string,
): AsyncIterable<ListObjectsV2Output> {
  checkPrefix(prefix);
  let page: ListObjectsV2Output = await pageAfter(bucket, prefix, delimiter);
  yield page;
  while (page.IsTruncated && page.NextContinuationToken !== undefined) {
    const next = page.NextContinuationToken;
    page = await pageAfter(bucket, prefix, delimiter, next);
    yield page;
  }
}

function pageAfter(
  bucket: Bucket,
  prefix: string,
  delimiter: string | undefined,
  token?: string,
): Promise<ListObjectsV2Output> {
  const { Bucket: name, Key } = bucket.address(prefix.slice(0, -1));
  return bucket.told(`listing ${prefix}`, client =>
    client.listObjectsV2({
      Bucket: name,
      Prefix: `${Key}/`,
      MaxKeys: bucket.limits.pageKeys,
      // In XML as such, some characters could not stand.
      EncodingType: 'url',
      ...(delimiter !== undefined && { Delimiter: delimiter }),
      ...(token !== undefined && { ContinuationToken: token }),
    }),
  );
}

function keysOf(page: ListObjectsV2Output): string[] {
  return (page.Contents ?? []).map(({ Key }) => decoded(page, Key ?? ''));
}

function decoded({ EncodingType }: ListObjectsV2Output, text: string): string {
  return EncodingType === 'url'
    ? decodeURIComponent(text.replaceAll('+', ' '))
    : text;
}
