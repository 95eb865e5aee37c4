// What a place for new articles brings them against what it costs: a curve of settings, beside all other lists. Further
// to the right more readers find what is new, further up all readers find more.

import {
  type Box,
  escaped,
  fixed,
  horizontalGrid,
  linearScale,
  path,
  type Scale,
  svg,
  text,
  verticalGrid,
} from '../../popular/report/svg';
import { share } from '../../popular/report/table';
import type { NewArticlesOutcome } from '../new-articles/curve';
import type { MethodOutcome } from '../outcome';

interface Interval {
  low: number;
  high: number;
}

interface Place {
  name: string;
  kind: 'ours' | 'baseline';
  /** HR@5 of targets that were new, and of all or the change of it. */
  ofNew: number;
  ofAll: number;
  interval?: Interval;
  naming?: 'none';
}

const WIDTH = 552;
const HEIGHT = 400;
const BOX: Box = { left: 58, top: 16, width: 474, height: 326 };
const MARGIN = 0.07;
const LETTER = 6.2;
const LINE = 14;
const RADIUS = 5.5;
/** Of a name from its mark. */
const APART = 10;
/** How far a name may stand from its mark, in lines. */
const SHIFTS = [0, 1, -1, 2, -2, 3, -3];

/** @param methods everyone who was judged on the same steps, the product left out: it is the curve's beginning */
export function newArticlesCharts(
  { settings }: NewArticlesOutcome,
  methods: readonly MethodOutcome[],
): string {
  const ofNew = (method: MethodOutcome) => method.slices[0]!.groups[0]!.hit5.mean;
  const others = methods
    .filter(({ kind }) => kind !== 'ours')
    .map((method): Place => {
      return { name: method.name, kind: 'baseline', ofNew: ofNew(method), ofAll: method.hit5.mean };
    });
  // Beside the others the curve's ends say enough.
  const curve = settings.map(({ name, hit5, hit5OfNew }, at): Place => {
    const naming = at > 0 && at < settings.length - 1 ? { naming: 'none' as const } : {};
    return { name, kind: 'ours', ofNew: hit5OfNew.mean, ofAll: hit5.mean, ...naming };
  });
  const costs = settings.map(({ name, change, hit5OfNew }): Place => {
    const interval = change && !Number.isNaN(change.hit5.low) ? { interval: change.hit5 } : {};
    return { name, kind: 'ours', ofNew: hit5OfNew.mean, ofAll: change?.hit5.mean ?? 0, ...interval };
  });
  return (
    chart(costs, [], { title: 'What it costs', words: 'HR@5 against by score' }) +
    chart(curve, others, { title: 'Beside all other lists', words: 'HR@5' })
  );
}

function chart(
  curve: readonly Place[],
  others: readonly Place[],
  { title, words }: { title: string; words: string },
): string {
  const places = [...curve, ...others].filter(({ ofNew }) => !Number.isNaN(ofNew));
  const bounds = places.flatMap(({ ofAll, interval }) => [
    ofAll,
    ...(interval ? [interval.low, interval.high] : []),
  ]);
  const y = linearScale(
    withMargin(Math.min(...bounds), Math.max(...bounds)),
    [BOX.top + BOX.height, BOX.top],
    6,
  );
  const most = Math.max(0.02, ...places.map(({ ofNew }) => ofNew));
  const x = linearScale([0, most * (1 + 3 * MARGIN)], [BOX.left, BOX.left + BOX.width], 6);
  const under = BOX.top + BOX.height + 36;
  const line = places
    .filter(({ kind }) => kind === 'ours')
    .map(({ ofNew, ofAll }) => [x(ofNew), y(ofAll)] as const);
  const content = [
    horizontalGrid(BOX, y, (value) => share(value, 3)),
    verticalGrid(BOX, x, (value) => share(value, 2)),
    text(BOX.left + BOX.width, under, 'HR@5 of targets < 1 h', { anchor: 'end' }),
    text(BOX.left, under, `${title}: ${words}`),
    path(line, 'class="line ours"'),
    ...places.map((place) => mark(place, x, y)),
    ...names(places, x, y),
  ];
  return svg(
    WIDTH,
    HEIGHT,
    `New articles. ${title}: ${words} against HR@5 of targets younger than an hour`,
    content.join(''),
  );
}

function withMargin(low: number, high: number): [number, number] {
  const margin = (high - low) * MARGIN || 0.01;
  return [low - margin, high + margin];
}

function mark({ name, kind, ofNew, ofAll, interval }: Place, x: Scale, y: Scale): string {
  const [left, top] = [fixed(x(ofNew)), fixed(y(ofAll))];
  const reach = interval
    ? `<line x1="${left}" x2="${left}" y1="${fixed(y(interval.low))}" y2="${fixed(y(interval.high))}" class="reach"/>`
    : '';
  const words = escaped(`${name}: ${share(ofAll)}, targets < 1 h ${share(ofNew)}`);
  const radius = kind === 'ours' ? RADIUS : RADIUS - 1;
  return `${reach}<circle cx="${left}" cy="${top}" r="${radius}" class="dot ${kind}"><title>${words}</title></circle>`;
}

interface Rectangle {
  left: number;
  right: number;
  top: number;
}

/** Beside its mark, on the next line that is free; what finds none is told by pointing at it. */
function names(places: readonly Place[], x: Scale, y: Scale): string[] {
  const taken = places.map(({ ofNew, ofAll }): Rectangle => {
    return { left: x(ofNew) - RADIUS, right: x(ofNew) + RADIUS, top: y(ofAll) + 4 };
  });
  const isFree = (one: Rectangle) =>
    one.top < BOX.top + BOX.height &&
    one.top > BOX.top &&
    taken.every(
      ({ left, right, top }) => one.right < left || one.left > right || Math.abs(one.top - top) >= LINE - 1,
    );
  return places.flatMap(({ name, kind, ofNew, ofAll, naming }) => {
    const width = name.length * LETTER;
    const isWide = x(ofNew) + APART + width > BOX.left + BOX.width;
    const left = isWide ? x(ofNew) - APART - width : x(ofNew) + APART;
    const top = SHIFTS.map((lines) => y(ofAll) + 4 + lines * LINE).find((line) =>
      isFree({ left, right: left + width, top: line }),
    );
    if (top === undefined || naming === 'none') return [];
    taken.push({ left, right: left + width, top });
    const rules = {
      kind: kind === 'ours' ? 'label strong' : 'tick',
      anchor: isWide ? 'end' : 'start',
    } as const;
    return [text(isWide ? left + width : left, top, name, rules)];
  });
}
