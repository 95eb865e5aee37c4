import { Parser, parseDocument } from 'htmlparser2';
import sanitizeHtml from 'sanitize-html';

// What the body of an article may be made of. A page shows it as it is, so nothing may stay that runs, frames, styles
// or loads from anywhere but where a picture lies.

/** Http, https or a path from the root: what is relative to some page shows nothing on another one. */
const pictureAddress = /^(https?:\/\/|\/(?![/\\]))/i;

const rules: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'code', 'q', 'cite'],
    ...[
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'a',
      'em',
      'strong',
      'b',
      'i',
      'u',
      's',
      'sub',
      'sup',
      'small',
      'mark',
    ],
    ...['abbr', 'time', 'figure', 'figcaption', 'img', 'ruby', 'rt', 'rp', 'bdi', 'div', 'span'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'target', 'hreflang'],
    img: ['src', 'alt', 'width', 'height', 'title', 'loading'],
    time: ['datetime'],
    abbr: ['title'],
    ol: ['start', 'reversed'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    '*': ['lang', 'dir'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'style',
    'script',
    'textarea',
    'option',
    'noscript',
    'iframe',
    'object',
    'svg',
    'math',
    'template',
  ],
  transformTags: {
    // The headline of the page is its only first heading.
    h1: 'h2',
    a: (tagName, attribs) => ({
      tagName,
      attribs:
        attribs['target'] === '_blank'
          ? { ...attribs, rel: 'noopener noreferrer' }
          : without(attribs, 'target'),
    }),
  },
  exclusiveFilter: (frame) => frame.tag === 'img' && !pictureAddress.test(frame.attribs['src'] ?? ''),
};

/** HTML that a page may show as it is. Whoever calls has asked `nestsTooDeep` before. */
export function cleanBody(html: string): string {
  return sanitizeHtml(html, rules).trim();
}

const blocks = new Set(
  'p,br,hr,h1,h2,h3,h4,h5,h6,blockquote,pre,li,dt,dd,div,figure,figcaption,tr,td,th,table,section,article'.split(
    ',',
  ),
);
const silent = new Set([
  'script',
  'style',
  'noscript',
  'iframe',
  'template',
  'textarea',
  'svg',
  'math',
  'title',
]);
/** No text of a newsroom nests so deep. */
export const DEPTH_MAX = 500;

class NestedTooDeep extends Error {}

/**
 * Looked at before anything is parsed whole: a parser's time grows with the square of the depth (800 KB of open tags
 * took 23 seconds, in which the process does nothing else). Only parsers know what an odd tag opens and which one an
 * end tag ends, so each of the two that will read the text is asked, up to where it is too deep for it.
 */
export function nestsTooDeep(html: string): boolean {
  return hasManyTags(html) && [readAsCleaned, readAsWords].some((read) => isTooDeepFor(read, html));
}

interface DepthMeter {
  open: () => void;
  close: () => void;
}

function isTooDeepFor(read: (html: string, meter: DepthMeter) => void, html: string): boolean {
  let depth = 0;
  const open = () => {
    depth += 1;
    if (depth > DEPTH_MAX) throw new NestedTooDeep();
  };
  const close = () => {
    depth -= 1;
  };
  try {
    read(html, { open, close });
    return false;
  } catch (error) {
    if (error instanceof NestedTooDeep) return true;
    throw error;
  }
}

/** As `cleanBody` does: sanitize-html brings a parser of its own. */
function readAsCleaned(html: string, { open, close }: DepthMeter): void {
  sanitizeHtml(html, { allowedTags: [], onOpenTag: open, onCloseTag: close });
}

function readAsWords(html: string, { open, close }: DepthMeter): void {
  new Parser({ onopentag: open, onclosetag: close }).end(html);
}

/** Most texts have fewer tags than may nest, and need no closer look. */
function hasManyTags(html: string): boolean {
  let tags = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    tags += 1;
    if (tags > DEPTH_MAX) return true;
  }
  return false;
}

/** The words alone, entities resolved, one space for each run of white space; none of HTML that nests too deep. */
export function plainText(html: string): string {
  if (nestsTooDeep(html)) return '';
  const parts: string[] = [];
  collectText(parseDocument(html).children, parts);
  return parts.join('').replace(/\s+/g, ' ').trim();
}

type Nodes = ReturnType<typeof parseDocument>['children'];

function collectText(nodes: Nodes, parts: string[]): void {
  for (const node of nodes) {
    if (node.type === 'text') parts.push((node as unknown as { data: string }).data);
    if (!('children' in node)) continue;
    const name = 'name' in node ? String(node.name).toLowerCase() : '';
    if (silent.has(name)) continue;
    if (blocks.has(name)) parts.push(' ');
    collectText(node.children as Nodes, parts);
    if (blocks.has(name)) parts.push(' ');
  }
}

function without(attribs: Record<string, string>, name: string): Record<string, string> {
  const { [name]: _left, ...rest } = attribs;
  return rest;
}
