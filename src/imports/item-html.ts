// The text of an item, made ready for a page of ours: addresses absolute, pixels that count readers and share buttons
// of feed services gone, the picture that opens the text taken out of it (the page shows it above the text). What a
// page may hold at all is decided later, by publishing/body-html.ts.

import { Parser } from 'htmlparser2';
import type { FeedPicture, FeedText } from './feed';
import { pictureOf } from './feed-picture';
import { resolveWebUrl } from './web-address';

export interface ItemHtml {
  html: string;
  /** The picture that stood before the first word, taken out of `html`. */
  opening: FeedPicture | undefined;
  /** Those that are still in `html`, in order. */
  inline: FeedPicture[];
}

const voidElements = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'source', 'track', 'wbr']);
const addressAttributes = new Set(['href', 'src', 'cite', 'poster']);
const shareButtons = /\b(feedflare|mf-viral|sharedaddy|addtoany_share)\b/;
const MAX_INLINE_PICTURES = 30;
const MAX_ADDRESS = 2_000;

export function prepareHtml(text: FeedText, itemBase: string | undefined): ItemHtml {
  if (!isMarkup(text)) return { html: paragraphs(text.value), opening: undefined, inline: [] };
  const rewriter = new Rewriter(text.base ?? itemBase);
  try {
    new Parser(rewriter.handler, { decodeEntities: true }).end(text.value);
    return rewriter.result();
  } catch (error) {
    if (!(error instanceof NestedTooDeeply)) throw error;
    const words = text.value
      .replace(/<[^<>]*>/g, ' ')
      .replace(/</g, '&lt;')
      .trim();
    return { html: `<p>${words}</p>`, opening: undefined, inline: [] };
  }
}

// The parser searches its stack at every tag: 200,000 levels take 16 s. No text has a hundred; what has more is reduced
// to its words.
const MAX_DEPTH = 500;

class NestedTooDeeply extends Error {}

/** RSS does not say whether a description is text or HTML: a tag or an entity in it says so. */
export function isMarkup({ type, value }: FeedText): boolean {
  if (type !== 'unknown') return type === 'html';
  return /<\/?[a-z][^<>]{0,2000}>|&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,30});/i.test(value);
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escapeText(paragraph).replace(/\n/g, '<br>')}</p>`)
    .join('\n');
}

const escapeText = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const escapeAttribute = (text: string): string => escapeText(text).replace(/"/g, '&quot;');

type Attributes = Record<string, string>;

class Rewriter {
  private readonly out: string[] = [];
  private readonly inline: FeedPicture[] = [];
  private opening: FeedPicture | undefined;
  private hasText = false;
  /** Elements open inside one that is left out, itself included. */
  private leftOut = 0;
  private depth = 0;
  private figure: { startsAt: number; caption: string; picture: FeedPicture | undefined } | undefined;
  private inCaption = false;

  constructor(private readonly base: string | undefined) {}

  readonly handler = {
    onopentag: (name: string, attributes: Attributes) => this.open(name, attributes),
    ontext: (text: string) => this.text(text),
    onclosetag: (name: string) => this.close(name),
  };

  result(): ItemHtml {
    return { html: this.out.join('').trim(), opening: this.opening, inline: this.inline };
  }

  private open(name: string, attributes: Attributes): void {
    if (!voidElements.has(name) && ++this.depth > MAX_DEPTH) throw new NestedTooDeeply();
    if (this.leftOut > 0 || shareButtons.test(attributes['class'] ?? '')) {
      if (!voidElements.has(name)) this.leftOut++;
      return;
    }
    if (name === 'figure') this.figure ??= { startsAt: this.out.length, caption: '', picture: undefined };
    if (name === 'figcaption') this.inCaption = true;
    if (name === 'img') this.image(attributes);
    else this.out.push(tag(name, this.absolute(attributes)));
  }

  private image(attributes: Attributes): void {
    const url = resolveWebUrl(attributes['src'], this.base);
    const picture = pictureOf({
      url,
      mime: 'image/*',
      width: side(attributes['width']),
      height: side(attributes['height']),
      alt: attributes['alt'] ?? attributes['title'],
    });
    if (picture === undefined || picture.url.length > MAX_ADDRESS) return;
    if (this.figure) this.figure.picture ??= picture;
    if (!this.hasText && this.opening === undefined && this.inline.length === 0) {
      this.opening = picture;
      return;
    }
    if (this.inline.length < MAX_INLINE_PICTURES) this.inline.push(picture);
    this.out.push(tag('img', { ...this.absolute(attributes), src: picture.url }));
  }

  private text(text: string): void {
    if (this.leftOut > 0) return;
    if (this.inCaption && this.figure) this.figure.caption += text;
    else if (/\S/.test(text)) this.hasText = true;
    this.out.push(escapeText(text));
  }

  private close(name: string): void {
    if (voidElements.has(name)) return;
    this.depth--;
    if (this.leftOut > 0) {
      this.leftOut--;
      return;
    }
    this.out.push(`</${name}>`);
    if (name === 'figcaption') this.inCaption = false;
    if (name === 'figure') this.closeFigure();
  }

  private closeFigure(): void {
    const { figure } = this;
    this.figure = undefined;
    if (figure?.picture === undefined) return;
    figure.picture.caption = figure.caption.replace(/\s+/g, ' ').trim();
    if (figure.picture === this.opening) this.out.length = figure.startsAt;
  }

  /** What cannot be made absolute would lead into our own site: it goes. */
  private absolute(attributes: Attributes): Attributes {
    const kept: Attributes = {};
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'srcset') continue;
      const written = addressAttributes.has(name) ? this.address(value) : value;
      if (written !== undefined) kept[name] = written;
    }
    return kept;
  }

  private address(value: string): string | undefined {
    if (/^\s*mailto:/i.test(value)) return value.trim();
    return resolveWebUrl(value, this.base);
  }
}

function tag(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return `<${name}${written.join('')}>`;
}

export function imageHtml({ url, alt }: FeedPicture): string {
  return `<p>${tag('img', { src: url, alt })}</p>`;
}

function side(written: string | undefined): number | undefined {
  const number = Number.parseInt(written ?? '', 10);
  return Number.isNaN(number) || /%/.test(written ?? '') ? undefined : number;
}
