// Names in addresses. Letters and digits of every script stay, so that a Korean headline has a readable address;
// browsers show such addresses as they are.

const SLUG_LENGTH_MAX = 80;

/** Lower case letters and digits with single hyphens between words, at most 80 characters; for none, "untitled". */
export function slugOf(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC') // some Greek capitals leave their accents apart
    .replace(/['’ʼ`]/g, '')
    .split(/[^\p{Letter}\p{Mark}\p{Number}]+/u)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if ([...longer].length > SLUG_LENGTH_MAX) break;
    slug = longer;
  }
  return slug || [...(words[0] ?? 'untitled')].slice(0, SLUG_LENGTH_MAX).join('');
}

/** Whether the text can stand in an address as it is. */
export function isSlug(text: string): boolean {
  const isOfWords = /^[\p{Letter}\p{Mark}\p{Number}]+(-[\p{Letter}\p{Mark}\p{Number}]+)*$/u.test(text);
  return isOfWords && text === text.normalize('NFKC').toLowerCase();
}

/** For a slug that is taken: a piece of the article's own id makes it its own, without asking which ones there are. */
export function distinctSlug(slug: string, id: string): string {
  return `${[...slug].slice(0, SLUG_LENGTH_MAX - 13).join('')}-${id.replaceAll('-', '').slice(-12)}`;
}
