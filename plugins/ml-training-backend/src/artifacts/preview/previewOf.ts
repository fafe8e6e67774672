import type { Preview } from '@trainyard/backstage-plugin-ml-training-common';
import { csvPreview } from './csvPreview';
import { imagePreview, imageType } from './imagePreview';
import { isParquet, parquetPreview } from './parquet/parquetPreview';
import type { PreviewSource } from './previewSource';
import { textPreview } from './textPreview';

const HEAD = 16;

/**
 * What of a file a page can show. By its bytes where they tell, since a name says
 * what somebody wishes it to be: nothing that a browser would run is ever shown as
 * anything but text.
 */
export async function previewOf(source: PreviewSource): Promise<Preview> {
  const head = await source.read(0, HEAD);
  const image = imageType(head);
  if (image) return imagePreview(source, image);
  if (isParquet(head)) return parquetPreview(source);
  if (/\.[ct]sv$/i.test(source.path)) return csvPreview(source);
  return textPreview(source);
}
