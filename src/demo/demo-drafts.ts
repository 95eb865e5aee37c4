import type { CommentDraft } from '../comments/comment.repository';
import { PickLifetime } from '../must-reads/must-read-pick.entity';
import type { PickDraft } from '../must-reads/must-read-pick.repository';
import type { ArticleDraft, AuthorDraft, ImageDraft, SectionDraft } from '../publishing/article-draft';
import { htmlOfLines } from './body-lines';
import { type PictureSize, picturePath, portraitSize, scenePictureSize } from './draw-picture';
import { ageMs, type DemoNewsroom, type DemoPicture } from './read-newsroom';

export const DEMO_SOURCE = 'demo';

const MAIL_DOMAIN = 'sennavere-lantern.example';
/** The first comment comes so long after its article, and each further one so long after the one before. */
const COMMENT_STEP_SHARE = 0.12;
/** As long as any pin may last. */
const PINNED_MS = 7 * 24 * 3_600_000;

/** Drafts of the stories, section by section in their order, oldest first; their ages are counted back from `nowMs`. */
export function articleDrafts(newsroom: DemoNewsroom, nowMs: number): ArticleDraft[] {
  const sections = new Map(newsroom.sections.map((section) => [section.slug, section]));
  const authors = new Map(newsroom.authors.map((author) => [author.key, author]));
  const order = [...sections.keys()];
  const stories = [...newsroom.stories].reverse();
  stories.sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section));
  return stories.map((story) => ({
    source: DEMO_SOURCE,
    externalId: story.slug,
    slug: story.slug,
    headline: story.headline,
    standfirst: story.standfirst,
    bodyHtml: htmlOfLines(story.body),
    language: story.language,
    status: 'PUBLISHED',
    publishedAt: new Date(nowMs - ageMs(story.age)),
    section: sectionDraft(sections, story.section),
    authors: story.authors.map((key) => authorDraft(authors, key)),
    tags: story.tags,
    leadImage: imageDraft(story.lead, story.slug),
    inlineImages: (story.inline ?? []).map((picture, at) => imageDraft(picture, `${story.slug}-${at + 2}`)),
  }));
}

/** Comments with their answers, spread evenly over the first half of the time since publication. */
export function commentDrafts(
  newsroom: DemoNewsroom,
  idsBySlug: ReadonlyMap<string, string>,
  nowMs: number,
): CommentDraft[] {
  return newsroom.stories.flatMap(({ slug, age, comments = [] }) => {
    const articleId = idsBySlug.get(slug);
    if (articleId === undefined) return [];
    const publishedMs = nowMs - ageMs(age);
    const at = (step: number) => new Date(publishedMs + ageMs(age) * COMMENT_STEP_SHARE * step);
    return comments.map((comment, index) => ({
      articleId,
      authorName: comment.name,
      text: comment.text,
      createdAt: at(index + 1),
      answers: (comment.answers ?? []).map((answer, answerIndex) => ({
        authorName: answer.name,
        text: answer.text,
        createdAt: at(index + 1.4 + answerIndex * 0.2),
      })),
    }));
  });
}

/** An editor picks a story when it is published. */
export function pickDrafts(
  newsroom: DemoNewsroom,
  idsBySlug: ReadonlyMap<string, string>,
  nowMs: number,
): PickDraft[] {
  const ages = new Map(newsroom.stories.map(({ slug, age }) => [slug, ageMs(age)]));
  return newsroom.picks.flatMap(({ slug, value, lifetime, pinReason }) => {
    const articleId = idsBySlug.get(slug);
    if (articleId === undefined) return [];
    const from = new Date(nowMs - (ages.get(slug) ?? 0));
    const until = new Date(nowMs + PINNED_MS);
    const pin = pinReason === undefined ? {} : { pin: { reason: pinReason, until } };
    return [{ articleId, value, lifetime: PickLifetime[lifetime], from, ...pin }];
  });
}

function sectionDraft(
  sections: ReadonlyMap<string, DemoNewsroom['sections'][number]>,
  slug: string,
): SectionDraft {
  const { name = slug, parent } = sections.get(slug) ?? {};
  return parent === undefined ? { slug, name } : { slug, name, parentSlug: parent };
}

function authorDraft(
  authors: ReadonlyMap<string, DemoNewsroom['authors'][number]>,
  key: string,
): AuthorDraft {
  const author = authors.get(key);
  if (author === undefined) throw new TypeError(`The demo has no author "${key}".`);
  const { name, email = key.replace('-', '.'), bio, portrait } = author;
  return {
    name,
    bio,
    email: `${email}@${MAIL_DOMAIN}`,
    pictureUrl: picturePath('portrait', portrait),
  };
}

// Relative to the root of the API, so that a picture is found at whatever port and host the program runs next time.
function imageDraft({ scene, alt, caption, credit }: DemoPicture, seed: string): ImageDraft {
  const size: PictureSize = scene === 'portrait' ? portraitSize : scenePictureSize;
  return { url: picturePath(scene, seed), alt, caption, credit, ...size };
}
