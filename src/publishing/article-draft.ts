// What an importer, the demo and an editor hand in: an article with all that belongs to it, by names and not by ids.

export interface ImageDraft {
  /** Absolute http or https, or relative to the root of the API. */
  url: string;
  alt: string;
  caption: string;
  credit: string;
  /** In pixels. */
  width?: number;
  height?: number;
}

export interface AuthorDraft {
  name: string;
  email?: string;
  bio?: string;
  pictureUrl?: string;
}

export interface SectionDraft {
  slug: string;
  /** For a section that does not exist yet; one that does keeps its name. */
  name: string;
  parentSlug?: string;
}

export interface ArticleDraft {
  /** Where it comes from, and its id there: together they name the article, however often it comes. */
  source: string;
  externalId: string;
  /** Made from the headline where absent; an article keeps the one it got first. */
  slug?: string;
  headline: string;
  standfirst: string;
  /** Any HTML: it is sanitised before it is stored. */
  bodyHtml: string;
  /** BCP 47. */
  language: string;
  status: 'DRAFT' | 'PUBLISHED';
  publishedAt: Date | null;
  updatedAt?: Date;
  canonicalUrl?: string;
  section: SectionDraft;
  /** In the order of the byline. */
  authors: readonly AuthorDraft[];
  tags: readonly string[];
  leadImage?: ImageDraft;
  inlineImages?: readonly ImageDraft[];
}
