// The lists of the judged steps as lines, for whoever wants to judge them with a judge of their own.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScoredPart } from './evaluate-part';
import { ABSENT, PLACES } from './streaming';

const LINES_A_CHUNK = 1_000;

/** `click_index<TAB>article,article,...`: the line of the log, from 0, its header left out; twenty articles, best first. */
export async function writeDump(
  path: string,
  part: Pick<ScoredPart, 'log' | 'steps' | 'dump'>,
): Promise<void> {
  await pipeline(Readable.from(dumpLines(part)), createWriteStream(path));
}

/** Some lines at once. A comma or a white space in a name is written as in an address. */
export function* dumpLines({
  log,
  steps,
  dump,
}: Pick<ScoredPart, 'log' | 'steps' | 'dump'>): Generator<string> {
  const names = log.views.names.map(written);
  for (let from = 0; from < steps.clicks.length; from += LINES_A_CHUNK) {
    let lines = '';
    for (let step = from; step < Math.min(from + LINES_A_CHUNK, steps.clicks.length); step++) {
      const articles: string[] = [];
      for (const article of dump!.subarray(step * PLACES, (step + 1) * PLACES)) {
        if (article !== ABSENT) articles.push(names[article]!);
      }
      lines += `${steps.clicks[step]}\t${articles.join(',')}\n`;
    }
    yield lines;
  }
}

const written = (name: string): string => name.replace(/[,\s%]/g, (mark) => encodeURIComponent(mark));
