// The pictures of an item: Media RSS, enclosures, and which of several is the one to show.

import type { MediaNs } from 'feedsmith';
import { type FeedPicture, isPresent } from './feed';

interface WrittenPicture {
  url?: string;
  mime?: string;
  medium?: string;
  width?: number;
  height?: number;
  alt?: string;
  caption?: string;
  credit?: string;
}

// A picture of one pixel counts readers.
const MIN_PICTURE_SIDE = 16;

/** Nothing when it is a film, a sound or a pixel that counts readers. */
export function pictureOf(written: WrittenPicture): FeedPicture | undefined {
  const { url, mime, medium, width, height } = written;
  if (url === undefined || url === '') return undefined;
  const said = medium === 'image' || mime?.startsWith('image/');
  if (!said && (mime !== undefined || medium !== undefined)) return undefined;
  if (!said && !/\.(avif|gif|jpe?g|png|webp|svg)(\?|$)/i.test(url)) return undefined;
  if (Math.min(width ?? Infinity, height ?? Infinity) < MIN_PICTURE_SIDE) return undefined;
  return {
    url,
    width: wholeSide(width),
    height: wholeSide(height),
    alt: written.alt ?? '',
    caption: written.caption ?? '',
    credit: written.credit ?? '',
  };
}

const wholeSide = (side: number | undefined): number | undefined =>
  side !== undefined && Number.isSafeInteger(side) && side > 0 && side < 100_000 ? side : undefined;

type Media = MediaNs.ItemOrFeed | undefined;

/** media:content of an item and of its groups, then its thumbnails. */
export function imagesOfMedia(media: Media): FeedPicture[] {
  if (media === undefined) return [];
  const holders = [media, ...(media.groups ?? [])];
  const contents = holders.flatMap((holder) =>
    (holder.contents ?? []).map((content) =>
      pictureOf({
        ...content,
        mime: content.type,
        alt: content.title?.value ?? media.title?.value,
        caption: content.description?.value ?? holder.description?.value,
        credit: creditOf(content) ?? creditOf(holder),
      }),
    ),
  );
  const thumbnails = holders.flatMap((holder) => [
    ...(holder.thumbnails ?? []),
    ...(holder.contents ?? []).flatMap((content) => content.thumbnails ?? []),
  ]);
  const small = thumbnails.map((thumbnail) =>
    pictureOf({ ...thumbnail, mime: 'image/*', credit: creditOf(media) }),
  );
  return [...contents, ...small].filter(isPresent);
}

function creditOf(holder: { credits?: MediaNs.Credit[]; copyright?: MediaNs.Copyright }): string | undefined {
  const named = (holder.credits ?? []).map(({ value }) => value).filter(isPresent);
  return named.length > 0 ? named.join(', ') : holder.copyright?.value;
}

/** The widest one; where no width is given, the first. */
export function bestPicture(pictures: readonly FeedPicture[]): FeedPicture | undefined {
  return pictures.reduce<FeedPicture | undefined>(
    (best, picture) => (best === undefined || (picture.width ?? 0) > (best.width ?? 0) ? picture : best),
    undefined,
  );
}
