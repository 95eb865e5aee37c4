// The fenced blocks of a Markdown file, in order.

export interface FencedBlock {
  /** What stands behind the fence; empty for plain text. */
  language: string;
  text: string;
  /** Of its fence, from 1. */
  line: number;
}

export function fencedBlocksOf(markdown: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: FencedBlock | undefined;
  markdown.split('\n').forEach((line, at) => {
    if (!line.startsWith('```')) {
      if (open) open.text += `${line}\n`;
    } else if (open) {
      blocks.push(open);
      open = undefined;
    } else {
      open = { language: line.slice(3).trim(), text: '', line: at + 1 };
    }
  });
  if (open) throw new Error(`The block of line ${open.line} has no end.`);
  return blocks;
}

/** Every JSON object in a text, also one that is broken over lines. */
export function jsonIn(text: string): unknown[] {
  const found: unknown[] = [];
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at)) {
    const length = lengthOfObject(text.slice(at));
    if (length === undefined) break;
    found.push(JSON.parse(text.slice(at, at + length).replaceAll('\n', ' ')));
    at += length;
  }
  return found;
}

function lengthOfObject(text: string): number | undefined {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === '\\') at += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

/**
 * Where two answers differ in what does not depend on the moment: their fields, the kinds of their values, and what an
 * article says of itself. Lists by popularity may show other articles and have other lengths.
 */
export function differences(printed: unknown, real: unknown, path = ''): string[] {
  if (Array.isArray(printed) && Array.isArray(real)) {
    if (isOfMoment(path))
      return printed.length > 0 && real.length === 0
        ? [`${path} is empty`]
        : differences(printed[0], real[0], `${path}.0`);
    if (printed.length !== real.length) return [`${path} has ${real.length} entries, not ${printed.length}`];
    return printed.flatMap((one, at) => differences(one, real[at], `${path}.${at}`));
  }
  if (isObject(printed) && isObject(real)) {
    const [keys, realKeys] = [Object.keys(printed), Object.keys(real)];
    if (keys.join() !== realKeys.join()) return [`${path} has the fields ${realKeys}, not ${keys}`];
    return keys.flatMap((key) => differences(printed[key], real[key], `${path}.${key}`));
  }
  if (isOfMoment(path)) {
    const isOne = printed === null || real === null || typeof printed === typeof real;
    return isOne ? [] : [`${path} is ${JSON.stringify(real)}, not ${JSON.stringify(printed)}`];
  }
  return printed === real ? [] : [`${path} is ${JSON.stringify(real)}, not ${JSON.stringify(printed)}`];
}

function isOfMoment(path: string): boolean {
  return /\.(popularNow|youMayAlsoLike|mustReads|views|viewsInWindow|score|publishedAt|[a-z]+At|id)\b/.test(
    path,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
