// What every public article has: a headline, a text, a byline, and pictures that say what they show, what they are
// about and whose they are.

import { parseDocument } from 'htmlparser2';
import type { MostreadError } from '../platform/errors';
import type { ArticleContent, ContentImage } from './article-content';
import { plainText } from './body-html';
import { isBlank } from './check-values';
import { NotReady } from './publishing.errors';

/** Everything that is missing, each with its field; nothing when the article may be published. */
export function whatIsMissing(content: ArticleContent): NotReady[] {
  const missing: NotReady[] = [];
  if (isBlank(content.headline)) missing.push(new NotReady('headline', 'The article has no headline.'));
  if (isBlank(plainText(content.body))) missing.push(new NotReady('body', 'The article has no text.'));
  if (content.authorIds.length === 0) {
    missing.push(
      new NotReady(
        'authors',
        'The article has no author. For an agency or the whole desk, make it an author.',
      ),
    );
  }
  if (content.leadImage) missing.push(...missingFrom('leadImage', content.leadImage));
  content.inlineImages.forEach((image, at) => {
    missing.push(...missingFrom(`inlineImages[${at}]`, image));
  });
  missing.push(...missingInBody(content));
  return missing;
}

/** What was missing before already is no reason to refuse a change for the better: imports are not so particular. */
export function whatIsNewlyMissing(before: ArticleContent, after: ArticleContent): NotReady[] {
  const known = new Set(whatIsMissing(before).map(nameOf));
  return whatIsMissing(after).filter((one) => !known.has(nameOf(one)));
}

function nameOf({ field, message }: MostreadError): string {
  return `${field} ${message}`;
}

function missingFrom(field: string, image: ContentImage): NotReady[] {
  return (['alt', 'caption', 'credit'] as const)
    .filter((part) => isBlank(image[part]))
    .map((part) => new NotReady(`${field}.${part}`, `The picture ${image.url} has no ${part}.`));
}

interface BodyPicture {
  src: string;
  alt: string;
  figcaption: string;
}

/**
 * A picture in the text has its words from the inline image with the same address, or beside it: its own alt, and the
 * caption of its figure, which then names whose it is as well.
 */
function missingInBody({ body, inlineImages }: ArticleContent): NotReady[] {
  const listed = new Set(inlineImages.map(({ url }) => url));
  const missing: NotReady[] = [];
  for (const { src, alt, figcaption } of picturesIn(body)) {
    if (listed.has(src)) continue;
    const parts = [isBlank(alt) ? 'alt' : '', isBlank(figcaption) ? 'caption and credit' : ''];
    const what = parts.filter((part) => part !== '').join(', ');
    if (what === '') continue;
    missing.push(
      new NotReady(
        'body',
        `The picture ${src} in the text has no ${what}. Give "inlineImages" one with this url, or an alt and a ` +
          'figcaption in the text.',
      ),
    );
  }
  return missing;
}

type Nodes = ReturnType<typeof parseDocument>['children'];

function picturesIn(body: string): BodyPicture[] {
  const pictures: BodyPicture[] = [];
  if (!body.includes('<img')) return pictures;
  collect(parseDocument(body).children, '', pictures);
  return pictures;
}

function collect(nodes: Nodes, figcaption: string, pictures: BodyPicture[]): void {
  for (const node of nodes) {
    if (!('children' in node) || !('attribs' in node)) continue;
    const { name, attribs, children } = node;
    if (name === 'img') {
      pictures.push({ src: attribs['src'] ?? '', alt: attribs['alt'] ?? '', figcaption });
    }
    collect(children, name === 'figure' ? figcaptionOf(children) : figcaption, pictures);
  }
}

function figcaptionOf(nodes: Nodes): string {
  return nodes.map((node) => ('name' in node && node.name === 'figcaption' ? textOf([node]) : '')).join(' ');
}

function textOf(nodes: Nodes): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return (node as unknown as { data: string }).data;
      return 'children' in node ? textOf(node.children as Nodes) : '';
    })
    .join('');
}
