// All that an editor can change of an article, as one value: what a revision keeps and what a version is compared by.

export interface ContentImage {
  id: string;
  url: string;
  alt: string;
  caption: string;
  credit: string;
  width: number | null;
  height: number | null;
}

/** With its parts in one order, so that equal pictures are equal as text. */
export function contentImage(image: ContentImage): ContentImage {
  const { id, url, alt, caption, credit, width, height } = image;
  return { id, url, alt, caption, credit, width, height };
}

export interface ContentTag {
  id: string;
  name: string;
}

export interface ArticleContent {
  slug: string;
  headline: string;
  standfirst: string;
  /** Sanitised HTML. */
  body: string;
  language: string;
  canonicalUrl: string | null;
  sectionId: string;
  /** In the order of the byline. */
  authorIds: string[];
  /** With their names: a tag may be gone when an old version is taken up again. */
  tags: ContentTag[];
  leadImage: ContentImage | null;
  inlineImages: ContentImage[];
}

/** The parts of which two versions differ. */
export function changedParts(before: ArticleContent, after: ArticleContent): (keyof ArticleContent)[] {
  const parts = Object.keys(before) as (keyof ArticleContent)[];
  return parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}
