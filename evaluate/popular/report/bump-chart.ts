// What moved when: the first five of one day, a line an article. Those that stood there longest have a colour and a
// name; the others are grey, or there would be no end of colours.

import { JUDGED_PLACES } from '../judge';
import { type TickLists, timeOfTick } from '../tick-lists';
import { type Box, escaped, fixed, path, svg, text, timeScale, timeWords, verticalGrid } from './svg';

interface Stay {
  article: number;
  /** Rank at each drawn moment; undefined while it is not there. */
  ranks: (number | undefined)[];
  moments: number;
}

const WIDTH = 1_120;
const HEIGHT = 330;
const BOX: Box = { left: 40, top: 24, width: 950, height: 264 };
export const HIGHLIGHTED = 8;
const MOMENTS = 480;
const NAME_MAX = 18;

export function bumpChart(
  lists: TickLists,
  names: readonly string[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): string {
  const { ticks } = lists;
  const first = Math.max(0, Math.ceil((fromMs - ticks.firstMs) / ticks.stepMs));
  const last = Math.min(ticks.count - 1, Math.floor((toMs - ticks.firstMs) / ticks.stepMs));
  const step = Math.max(1, Math.ceil((last - first) / MOMENTS));
  const moments = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => first + at * step);
  const x = timeScale(
    [timeOfTick(ticks, first), timeOfTick(ticks, last)],
    [BOX.left, BOX.left + BOX.width],
    12,
  );
  const y = (rank: number) => BOX.top + ((rank - 0.5) * BOX.height) / JUDGED_PLACES;
  const stays = staysIn(lists, moments);
  const lines = stays.map((stay, at) => {
    const points = stay.ranks.map((rank, moment) =>
      rank === undefined ? undefined : ([x(timeOfTick(ticks, moments[moment]!)), y(rank)] as const),
    );
    const kind = at < HIGHLIGHTED ? `line c${at + 1}` : 'line quiet';
    return `<g class="${kind}"><title>${escaped(names[stay.article]!)}</title>${path(stepped(points), '')}</g>`;
  });
  const ranks = Array.from({ length: JUDGED_PLACES }, (_, at) =>
    text(BOX.left - 10, y(at + 1) + 4, String(at + 1), { anchor: 'end' }),
  );
  const content = [verticalGrid(BOX, x, timeWords), ...ranks, ...lines.reverse(), legend(stays, names)].join(
    '',
  );
  return svg(WIDTH, HEIGHT, 'The first five of the list over time', content);
}

/** Longest first. */
function staysIn(lists: TickLists, moments: readonly number[]): Stay[] {
  const stays = new Map<number, Stay>();
  moments.forEach((tick, moment) => {
    lists.at(tick, JUDGED_PLACES).forEach((article, place) => {
      const stay = stays.get(article) ?? {
        article,
        ranks: Array.from({ length: moments.length }, () => undefined as number | undefined),
        moments: 0,
      };
      stay.ranks[moment] = place + 1;
      stay.moments++;
      stays.set(article, stay);
    });
  });
  return [...stays.values()].sort((a, b) => b.moments - a.moments || a.article - b.article);
}

type Point = readonly [number, number] | undefined;

/** A rank holds until it changes: level lines with short slants, and a stub for what stood there a moment only. */
function stepped(points: readonly Point[]): Point[] {
  return points.flatMap((point, at) => {
    if (point === undefined) return [undefined];
    const next = points[at + 1];
    if (next !== undefined) return [point];
    return [point, [point[0] + 2, point[1]]];
  });
}

function legend(stays: readonly Stay[], names: readonly string[]): string {
  const left = BOX.left + BOX.width + 16;
  return stays
    .slice(0, HIGHLIGHTED)
    .map(({ article }, at) => {
      const top = BOX.top + 16 + at * 24;
      const mark = `<line x1="${left}" x2="${left + 18}" y1="${fixed(top - 4)}" y2="${fixed(top - 4)}" class="line c${at + 1}"/>`;
      return mark + text(left + 24, top, shortName(names[article]!), { kind: 'label' });
    })
    .concat(
      text(left, BOX.top + 16 + HIGHLIGHTED * 24, `and ${Math.max(0, stays.length - HIGHLIGHTED)} others`),
    )
    .join('');
}

function shortName(name: string): string {
  return name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 1)}…`;
}
