// The XML of a feed becomes objects in a thread of its own: what is slow to read (brackets within brackets take
// quadratic time, 6 s for 50,000) or explodes in memory ends that thread and not the program. A short one is read at
// once, since it can do neither. The parser never expands an entity, refuses names such as __proto__ and tags nested
// more than 100 deep.

import { Worker } from 'node:worker_threads';
import {
  type AtomFeed,
  parseAtomFeed,
  parseRdfFeed,
  parseRssFeed,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import type { Clock } from '../platform/clock';
import type { FeedDocument, FeedFormat } from './feed-root';
import { FeedRefused } from './imports.errors';

export type ParsedFeed =
  | { format: 'rss'; feed: RssFeed.Feed<string> }
  | { format: 'rdf'; feed: RdfFeed.Feed<string> }
  | { format: 'atom'; feed: AtomFeed.Feed<string> };

export interface ParseRules {
  clock: Clock;
  timeoutMs: number;
}

/** A thread takes a tenth of a second to begin; so many brackets take as long. */
const SHORT_CHARACTERS = 8_192;
const MAX_HEAP_MB = 1_024;
/** More items than that are no feed but an archive, to be imported in parts. */
export const MAX_ITEMS = 50_000;

// Plain JavaScript, so that it is the same program in the compiled code and under a test.
const parserThread = `
const { parentPort, workerData } = require('node:worker_threads');
const { parseRssFeed, parseRdfFeed, parseAtomFeed } = require(workerData.parser);
const parsers = { rss: parseRssFeed, rdf: parseRdfFeed, atom: parseAtomFeed };
try {
  const feed = parsers[workerData.format](workerData.text, { maxItems: workerData.maxItems });
  parentPort.postMessage({ feed });
} catch (error) {
  parentPort.postMessage({ trouble: String(error.cause?.message ?? error.message) });
}`;

const parsers = { rss: parseRssFeed, rdf: parseRdfFeed, atom: parseAtomFeed };

/** @throws FeedRefused when it is not well enough formed, or takes too much time or memory. */
export async function parseFeed(
  { format, text }: FeedDocument,
  place: string,
  rules: ParseRules,
): Promise<ParsedFeed> {
  const given = format === 'rdf' ? withoutTableOfContents(text) : text;
  const answer =
    given.length <= SHORT_CHARACTERS
      ? parseHere(format, given)
      : await parseInThread(format, given, rules).catch((error: unknown) => {
          throw new FeedRefused(place, threadTrouble(error as NodeJS.ErrnoException, rules.timeoutMs), error);
        });
  if (answer.feed === undefined) throw new FeedRefused(place, parserTrouble(answer.trouble ?? ''));
  return { format, feed: answer.feed } as ParsedFeed;
}

function parseHere(format: FeedFormat, text: string): Answer {
  try {
    return { feed: parsers[format](text) };
  } catch (error) {
    return {
      trouble: String(((error as Error).cause as Error | undefined)?.message ?? (error as Error).message),
    };
  }
}

async function parseInThread(format: FeedFormat, text: string, rules: ParseRules): Promise<Answer> {
  const worker = new Worker(parserThread, {
    eval: true,
    workerData: { parser: require.resolve('feedsmith'), format, text, maxItems: MAX_ITEMS + 1 },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    stderr: true, // what V8 writes there when memory runs out is told in a sentence instead
  });
  try {
    return await answerOf(worker, rules);
  } finally {
    await worker.terminate();
  }
}

interface Answer {
  feed?: unknown;
  trouble?: string;
}

class TooSlow extends Error {}

function answerOf(worker: Worker, { clock, timeoutMs }: ParseRules): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(timeoutMs, () => reject(new TooSlow()));
    worker.once('message', (answer: Answer) => {
      stop();
      resolve(answer);
    });
    worker.once('error', (error) => {
      stop();
      reject(error);
    });
  });
}

function parserTrouble(trouble: string): string {
  if (trouble === 'Maximum nested tags exceeded') return 'cannot be read: its tags are nested too deeply.';
  if (/closed|unexpected end|eof/i.test(trouble)) {
    return 'cannot be read: an element in it is never closed. It may be cut off; fetch it again.';
  }
  return `cannot be read: ${trouble.replace(/\.$/, '')}.`;
}

function threadTrouble(error: NodeJS.ErrnoException, timeoutMs: number): string {
  if (error instanceof TooSlow) return `takes longer than ${timeoutMs / 1_000} s to read. Split it.`;
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `takes more than ${MAX_HEAP_MB} MB of memory to read. Split it.`;
  }
  return `cannot be read: ${error.message}.`;
}

/** The list of items in an RSS 1.0 channel says nothing that the items do not; following it takes quadratic time. */
function withoutTableOfContents(text: string): string {
  const start = /<(?:[\w.-]+:)?items[\s>]/i.exec(text);
  if (start === null) return text;
  const end = /<\/(?:[\w.-]+:)?items\s*>/i.exec(text.slice(start.index));
  return end === null
    ? text
    : text.slice(0, start.index) + text.slice(start.index + end.index + end[0].length);
}
