// The lists of every tick as lines, for whoever wants to judge them with a judge of their own.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KEPT_PLACES, type TickLists, timeOfTick } from './tick-lists';

const TICKS_A_CHUNK = 1_000;

/** `tick_ms<TAB>article,article,...`, best first, articles as the log names them. */
export async function writeDump(path: string, lists: TickLists, names: readonly string[]): Promise<void> {
  await pipeline(Readable.from(dumpLines(lists, names)), createWriteStream(path));
}

/** Some lines at once. A comma or a white space in a name is written as in an address. */
export function* dumpLines(lists: TickLists, names: readonly string[]): Generator<string> {
  const { ticks } = lists;
  for (let from = 0; from < ticks.count; from += TICKS_A_CHUNK) {
    let lines = '';
    for (let tick = from; tick < Math.min(from + TICKS_A_CHUNK, ticks.count); tick++) {
      const articles = lists.at(tick, KEPT_PLACES).map((article) => written(names[article]!));
      lines += `${timeOfTick(ticks, tick)}\t${articles.join(',')}\n`;
    }
    yield lines;
  }
}

const written = (name: string): string => name.replace(/[,\s%]/g, (mark) => encodeURIComponent(mark));
