// Made by "npm run codegen" from schema/schema.graphql and schema/operations/. Do not edit.

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Where a comment stands. */
export type CommentStatus =
  /** It waits for a moderator; readers do not see it. */
  | 'HELD'
  /** A moderator has rejected it; readers do not see it, nor its answers. */
  | 'REJECTED'
  /** Readers see it. */
  | 'VISIBLE';

/** The visitor for whom a publisher's own server reports: what it has sent to that server. Nothing of this is kept. Taken only from callers with the scope VIEWS_REPORT_FOR_OTHERS. */
export type OnBehalfOfInput = {
  /** Whether the visitor has sent Sec-GPC: 1 or DNT: 1. */
  asksForPrivacy?: boolean | null | undefined;
  /** The visitor's IPv4 or IPv6 address. */
  clientIp: string;
  /** The Sec-Purpose header, if there was one: what a browser loads ahead is no view. */
  secPurpose?: string | null | undefined;
  /** The value of the cookie mostread_staff, if there was one. */
  staffCookie?: string | null | undefined;
  /** The visitor's User-Agent, at most 1,000 characters; an empty one is a bot's. */
  userAgent: string;
};

/** A comment that a reader writes. */
export type PostCommentInput = {
  /** The article that it is about. */
  articleId: string;
  /** The name to show above it, 1 to 50 characters on one line. */
  authorName: string;
  /** A random id of this comment, 1 to 100 characters, the same whenever it is sent again: it is then written once. */
  eventId?: string | null | undefined;
  /** The comment that it answers: one on the article itself, since answers have no answers. */
  parentId?: string | null | undefined;
  /** Plain text of 1 to 300 characters as a reader counts them. Line ends stay; what cannot be seen and what turns the direction of writing is taken out. */
  text: string;
  /** What the client calls this visitor, 1 to 200 characters: for limits alone, and not stored. Without it the header X-Visitor-Id counts, and without that the address and the user agent. */
  visitor?: string | null | undefined;
};

/** A ranked list on a page. */
export type Rail =
  /** Latest Stories. */
  | 'LATEST'
  /** Must-Reads. */
  | 'MUST_READS'
  /** Popular Now. */
  | 'POPULAR_NOW'
  /** Trending. */
  | 'TRENDING'
  /** You May Also Like. */
  | 'YOU_MAY_ALSO_LIKE';

/** Why an article stands where it stands on a list. */
export type RankReason =
  /** It stood on the list that this page continues, and has left it since. */
  | 'EARLIER'
  /** Among the newest: it fills an empty place, or is expected to find readers. */
  | 'NEWEST'
  /** Editors have picked it. */
  | 'PICKED'
  /** Editors have fixed it to the top. */
  | 'PINNED'
  /** Readers of the article, or of what was read before it, had come from this one. */
  | 'READ_BEFORE'
  /** It is popular in the section of what was read. */
  | 'READ_IN_SECTION'
  /** Readers of the article, or of what was read before it, went on to this one. */
  | 'READ_NEXT'
  /** It has readers at present: placed by their rate. */
  | 'READ_NOW'
  /** It fills an empty place: read in the last hours, older views counting less. */
  | 'READ_THIS_HOUR'
  /** It fills an empty place: read in the last weeks, older views counting less. */
  | 'READ_THIS_WEEK'
  /** It fills an empty place: read in the last days, older views counting less. */
  | 'READ_TODAY'
  /** It is about the same topic. */
  | 'SAME_TOPIC'
  /** Its text is like the text of what was read. */
  | 'SIMILAR_TEXT'
  /** It is read far more than its own past lets expect, or was so a while ago. */
  | 'TRENDING';

/** One reading of an article, as its client reports it. */
export type RecordViewInput = {
  /** The article that was read. */
  articleId: string;
  /** A random id of this reading, 1 to 100 characters, the same whenever it is reported again. Needed when it is reported more than 15 minutes late. */
  eventId?: string | null | undefined;
  /** Of a list that came with an experiment: which variant was clicked. A view counts whatever it says; for the experiment it counts once, and where the list can have been shown. */
  experiment?: ReportedVariantInput | null | undefined;
  /** When it was read: up to 24 hours ago. Absent, or in the future, means now. */
  occurredAt?: string | null | undefined;
  /** The visitor, where a publisher's own server reports: bots, staff, caps and pseudonyms are then the visitor's. Taken only from callers with the scope VIEWS_REPORT_FOR_OTHERS. */
  onBehalfOf?: OnBehalfOfInput | null | undefined;
  /** What the page has as location.href, or its location.search alone. Where neither "source" nor the referrer says where the reader came from, what links are tagged with does: utm_source, utm_medium, ref, and the click ids of networks. At most 8,192 characters are looked at. Neither stored nor logged. */
  pageUrl?: string | null | undefined;
  /** The list that was clicked: the source is RAIL then, where "source" says no other. */
  rail?: Rail | null | undefined;
  /** What the page has as document.referrer, empty where there is none: it says the source where "source" does not. Neither stored nor logged. */
  referrer?: string | null | undefined;
  /** The place on that list, from 1. */
  slot?: number | null | undefined;
  /** Where the reader came from. */
  source?: ViewSource | null | undefined;
  /** What the client calls this visitor, 1 to 200 characters. Only a pseudonym of it is kept, another each day of the publisher; nobody can tell whose it was once the salt of that day is deleted, 45 minutes after its end. Views are kept one by one under it for VIEW_STREAM_HOURS. Without it the header X-Visitor-Id counts, and without that the address and the user agent. */
  visitor?: string | null | undefined;
};

/** Which variant of an experiment the list was that a reader has seen. It counts for the experiment alone, and not for readers who ask not to be followed (Sec-GPC, DNT). */
export type ReportedVariantInput = {
  /** The bucket of the reader, 0 to 199: drawn at random when the client first came, and kept by it. It is stored with no visitor. */
  bucket: number;
  /** The token that came with the list: experiment.token. */
  token: string;
};

/** A place where a reader can share an article. */
export type ShareService =
  /** The URL of the article itself, to be copied. */
  | 'COPY'
  /** An e-mail: a mailto URL with subject and text. */
  | 'EMAIL'
  /** A post on Facebook. */
  | 'FACEBOOK'
  /** A message on KakaoTalk. Without KAKAO_APP_KEY its url is that of the article, for Kakao.Share.sendScrap. */
  | 'KAKAOTALK'
  /** A message on LINE. */
  | 'LINE'
  /** A message on WhatsApp. */
  | 'WHATSAPP'
  /** A post on X. */
  | 'X';

/** Where a reader came from. */
export type ViewSource =
  /** An address typed or kept, an app opened. */
  | 'DIRECT'
  /** Another page of the publisher. */
  | 'INTERNAL'
  /** Anything else, or unknown. */
  | 'OTHER'
  /** A ranked list on a page: say which in "rail", and the place in "slot". */
  | 'RAIL'
  /** A search engine. */
  | 'SEARCH'
  /** A social network or a messenger. */
  | 'SOCIAL';

/** What became of a reported view. */
export type ViewStatus =
  /** A machine asked, or a browser that loads ahead: counted apart. */
  | 'BOT'
  /** It was counted. */
  | 'COUNTED'
  /** The counter cannot be reached; this process keeps the view and counts it when it can. Do not send it again. */
  | 'KEPT'
  /** It could not be counted; userErrors says why. */
  | 'REFUSED'
  /** The same visitor has read the article in the last 30 to 45 minutes: not counted again. */
  | 'REPEAT'
  /** The publisher itself was reading: counted apart. */
  | 'STAFF';

export type ArticlePageQueryVariables = Exact<{
  slug?: string | null | undefined;
  id?: string | null | undefined;
  read?: Array<string> | string | null | undefined;
}>;


export type ArticlePageQuery = { article: { id: string, slug: string, headline: string, standfirst: string, language: string, publishedAt: string | null, updatedAt: string, canonicalUrl: string | null, views: number | null, body: string | null, commentCount: number | null, section: { slug: string, name: string, parent: { slug: string, name: string } | null }, authors: Array<{ id: string, slug: string, name: string, email: string | null, bio: string, picture: { url: string, alt: string, width: number | null, height: number | null } | null }>, tags: Array<{ slug: string, name: string }>, corrections: Array<{ note: string, at: string }>, leadImage: { caption: string, credit: string, url: string, alt: string, width: number | null, height: number | null } | null, inlineImages: Array<{ caption: string, credit: string, url: string, alt: string, width: number | null, height: number | null }> | null, shareLinks: Array<{ service: ShareService, name: string, url: string }>, comments: { edges: Array<{ node: { id: string, authorName: string, text: string, createdAt: string, answers: Array<{ id: string, authorName: string, text: string, createdAt: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, latestInSection: { edges: Array<{ rank: number, node: { publishedAt: string | null, id: string, slug: string, headline: string, section: { slug: string, name: string }, leadImage: { url: string, alt: string, width: number | null, height: number | null } | null } }> }, youMayAlsoLike: { edges: Array<{ rank: number, reason: RankReason, node: { id: string, slug: string, headline: string, section: { slug: string, name: string }, leadImage: { url: string, alt: string, width: number | null, height: number | null } | null } }> } } | null, popularNow: { edges: Array<{ rank: number, previousRank: number | null, viewsInWindow: number, reason: RankReason, node: { id: string, slug: string, headline: string, section: { slug: string, name: string }, leadImage: { url: string, alt: string, width: number | null, height: number | null } | null } }> }, mustReads: { edges: Array<{ rank: number, reason: RankReason, node: { id: string, slug: string, headline: string, section: { slug: string, name: string }, leadImage: { url: string, alt: string, width: number | null, height: number | null } | null } }> } };

export type RailArticleFragment = { id: string, slug: string, headline: string, section: { slug: string, name: string }, leadImage: { url: string, alt: string, width: number | null, height: number | null } | null };

export type SectionBadgeFragment = { slug: string, name: string };

export type PictureFragment = { url: string, alt: string, width: number | null, height: number | null };

export type AudienceDashboardQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type AudienceDashboardQuery = { siteViews: { timeZone: string, computedAt: string, points: Array<{ from: string, views: number }> }, sources: { views: number, sources: Array<{ source: ViewSource, rail: Rail | null, views: number }> }, recirculation: { viewsFromRails: number, share: number | null, slots: Array<{ rail: Rail, slot: number | null, impressions: number, clicks: number, clickThrough: number | null }> }, readingsApart: Array<{ day: string, bots: number, staff: number }> };

export type MostReadQueryVariables = Exact<{
  section: string;
  first?: number;
}>;


export type MostReadQuery = { today: { from: string | null, to: string, computedAt: string, lagMs: number, totalCount: number, edges: Array<{ rank: number, views: number, node: { id: string, slug: string, headline: string, publishedAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, ofTheWeek: { from: string | null, to: string, computedAt: string, lagMs: number, totalCount: number, edges: Array<{ rank: number, views: number, node: { id: string, slug: string, headline: string, publishedAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ListedFragment = { from: string | null, to: string, computedAt: string, lagMs: number, totalCount: number, edges: Array<{ rank: number, views: number, node: { id: string, slug: string, headline: string, publishedAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type PostCommentMutationVariables = Exact<{
  input: PostCommentInput;
}>;


export type PostCommentMutation = { postComment: { status: CommentStatus | null, comment: { id: string, parentId: string | null, authorName: string, text: string, createdAt: string } | null, userErrors: Array<{ code: string, field: string | null, message: string }> } };

export type RecordViewMutationVariables = Exact<{
  input: RecordViewInput;
}>;


export type RecordViewMutation = { recordView: { status: ViewStatus, views: number | null, userErrors: Array<{ code: string, field: string | null, message: string }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const SectionBadgeFragmentDoc = new TypedDocumentString(`
    fragment SectionBadge on Section {
  slug
  name
}
    `, {"fragmentName":"SectionBadge"}) as unknown as TypedDocumentString<SectionBadgeFragment, unknown>;
export const PictureFragmentDoc = new TypedDocumentString(`
    fragment Picture on Image {
  url
  alt
  width
  height
}
    `, {"fragmentName":"Picture"}) as unknown as TypedDocumentString<PictureFragment, unknown>;
export const RailArticleFragmentDoc = new TypedDocumentString(`
    fragment RailArticle on Article {
  id
  slug
  headline
  section {
    ...SectionBadge
  }
  leadImage {
    ...Picture
  }
}
    fragment SectionBadge on Section {
  slug
  name
}
fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"RailArticle"}) as unknown as TypedDocumentString<RailArticleFragment, unknown>;
export const ListedFragmentDoc = new TypedDocumentString(`
    fragment Listed on ViewedArticleConnection {
  from
  to
  computedAt
  lagMs
  totalCount
  edges {
    rank
    views
    node {
      id
      slug
      headline
      publishedAt
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"Listed"}) as unknown as TypedDocumentString<ListedFragment, unknown>;
export const ArticlePageDocument = new TypedDocumentString(`
    query ArticlePage($slug: String, $id: ID, $read: [ID!]) {
  article(slug: $slug, id: $id) {
    id
    slug
    headline
    standfirst
    language
    publishedAt
    updatedAt
    canonicalUrl
    section {
      ...SectionBadge
      parent {
        ...SectionBadge
      }
    }
    authors {
      id
      slug
      name
      email
      bio
      picture {
        ...Picture
      }
    }
    tags {
      slug
      name
    }
    corrections {
      note
      at
    }
    views
    leadImage {
      ...Picture
      caption
      credit
    }
    body
    inlineImages {
      ...Picture
      caption
      credit
    }
    shareLinks {
      service
      name
      url
    }
    commentCount
    comments(first: 5) {
      edges {
        node {
          id
          authorName
          text
          createdAt
          answers {
            id
            authorName
            text
            createdAt
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    latestInSection(first: 6) {
      edges {
        rank
        node {
          ...RailArticle
          publishedAt
        }
      }
    }
    youMayAlsoLike(first: 5, read: $read) {
      edges {
        rank
        reason
        node {
          ...RailArticle
        }
      }
    }
  }
  popularNow(first: 5) {
    edges {
      rank
      previousRank
      viewsInWindow
      reason
      node {
        ...RailArticle
      }
    }
  }
  mustReads(first: 5) {
    edges {
      rank
      reason
      node {
        ...RailArticle
      }
    }
  }
}
    fragment RailArticle on Article {
  id
  slug
  headline
  section {
    ...SectionBadge
  }
  leadImage {
    ...Picture
  }
}
fragment SectionBadge on Section {
  slug
  name
}
fragment Picture on Image {
  url
  alt
  width
  height
}`) as unknown as TypedDocumentString<ArticlePageQuery, ArticlePageQueryVariables>;
export const AudienceDashboardDocument = new TypedDocumentString(`
    query AudienceDashboard($from: DateTime!, $to: DateTime!) {
  siteViews(interval: HOUR, from: $from, to: $to) {
    timeZone
    computedAt
    points {
      from
      views
    }
  }
  sources(from: $from, to: $to) {
    views
    sources {
      source
      rail
      views
    }
  }
  recirculation(from: $from, to: $to) {
    viewsFromRails
    share
    slots {
      rail
      slot
      impressions
      clicks
      clickThrough
    }
  }
  readingsApart {
    day
    bots
    staff
  }
}
    `) as unknown as TypedDocumentString<AudienceDashboardQuery, AudienceDashboardQueryVariables>;
export const MostReadDocument = new TypedDocumentString(`
    query MostRead($section: ID!, $first: Int! = 10) {
  today: mostRead(window: DAY, first: $first) {
    ...Listed
  }
  ofTheWeek: mostRead(window: WEEK, section: $section, first: $first) {
    ...Listed
  }
}
    fragment Listed on ViewedArticleConnection {
  from
  to
  computedAt
  lagMs
  totalCount
  edges {
    rank
    views
    node {
      id
      slug
      headline
      publishedAt
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`) as unknown as TypedDocumentString<MostReadQuery, MostReadQueryVariables>;
export const PostCommentDocument = new TypedDocumentString(`
    mutation PostComment($input: PostCommentInput!) {
  postComment(input: $input) {
    comment {
      id
      parentId
      authorName
      text
      createdAt
    }
    status
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PostCommentMutation, PostCommentMutationVariables>;
export const RecordViewDocument = new TypedDocumentString(`
    mutation RecordView($input: RecordViewInput!) {
  recordView(input: $input) {
    status
    views
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RecordViewMutation, RecordViewMutationVariables>;