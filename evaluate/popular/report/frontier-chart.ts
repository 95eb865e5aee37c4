// Churn against capture: what a list captures, and how restless it is for that. Nobody is both to the left of the
// frontier and above it. Two drawings: all lists, and those that capture nearly as much as the best.

import type { EvaluationOutcome, ListOutcome } from '../outcome';
import {
  type Box,
  escaped,
  fixed,
  horizontalGrid,
  linearScale,
  logScale,
  path,
  type Scale,
  svg,
  text,
  verticalGrid,
} from './svg';
import { share } from './table';

interface Place {
  name: string;
  kind: ListOutcome['kind'];
  entries: number;
  capture: number;
}

const WIDTH = 552;
const HEIGHT = 400;
const BOX: Box = { left: 52, top: 16, width: 480, height: 326 };
const LEAST_ENTRIES = 0.1;
const CLOSE_BY = 0.045;
const LETTER = 6.2;

export function frontierCharts(outcome: EvaluationOutcome): string {
  const places = placesOf(outcome);
  const real = places.filter(({ kind }) => kind !== 'ceiling');
  const best = Math.max(...real.map(({ capture }) => capture));
  const close = places.filter(({ capture }) => capture >= best - CLOSE_BY && capture < 0.9999);
  const all = chart(places, 'All lists', 'quiet-names');
  return all + chart(close, `Those within ${CLOSE_BY * 100} points of the best`, 'names');
}

function placesOf({ lists, mainMinutes }: EvaluationOutcome): Place[] {
  return lists.flatMap(({ name, kind, horizons, entriesPerHour }) => {
    const capture = horizons.find(({ minutes }) => minutes === mainMinutes)!.capture.mean;
    return entriesPerHour === null ? [] : [{ name, kind, capture, entries: entriesPerHour.mean }];
  });
}

function chart(places: readonly Place[], title: string, naming: 'names' | 'quiet-names'): string {
  const captures = places.map(({ capture }) => capture);
  const margin = (Math.max(...captures) - Math.min(...captures)) * 0.06 || 0.01;
  const y = linearScale(
    [Math.max(0, Math.min(...captures) - margin), Math.min(1, Math.max(...captures) + margin)],
    [BOX.top + BOX.height, BOX.top],
    6,
  );
  const most = Math.max(...places.map(({ entries }) => entries), 1) * 1.6;
  const least = Math.max(LEAST_ENTRIES, Math.min(...places.map(({ entries }) => entries)) * 0.7);
  const x = logScale([least, most], [BOX.left, BOX.left + BOX.width]);
  const digits = y.ticks.length > 1 && y.ticks[1]! - y.ticks[0]! < 0.01 ? 3 : 2;
  const content = [
    horizontalGrid(BOX, y, (value) => share(value, digits)),
    verticalGrid(BOX, x, String),
    text(BOX.left + BOX.width, BOX.top + BOX.height + 36, 'entries an hour', { anchor: 'end' }),
    text(BOX.left, BOX.top + BOX.height + 36, `${title}: capture@5`),
    frontierLine(places, x, y),
    ...places.map((place) => mark(place, x, y)),
    ...namesOf(places, x, y, naming),
  ];
  return svg(WIDTH, HEIGHT, `${title}: capture against entries an hour`, content.join(''));
}

function frontierLine(places: readonly Place[], x: Scale, y: Scale): string {
  const real = places
    .filter(({ kind }) => kind !== 'ceiling')
    .sort((a, b) => a.entries - b.entries || b.capture - a.capture);
  let best = -Infinity;
  const corners = real.filter(({ capture }) => {
    const isBetter = capture > best;
    best = Math.max(best, capture);
    return isBetter;
  });
  const points = corners.flatMap((place, at): [number, number][] => {
    const before = corners[at - 1];
    const own: [number, number] = [x(place.entries), y(place.capture)];
    return before === undefined ? [own] : [[own[0], y(before.capture)], own];
  });
  const end: [number, number] = [BOX.left + BOX.width, points.at(-1)?.[1] ?? BOX.top];
  return path([...points, end], 'class="frontier"');
}

function mark({ name, kind, entries, capture }: Place, x: Scale, y: Scale): string {
  const words = `${name}: ${share(capture)}, ${entries.toFixed(2)} entries an hour`;
  const radius = kind === 'ours' ? 7 : 4.5;
  const at = `cx="${fixed(x(entries))}" cy="${fixed(y(capture))}" r="${radius}"`;
  return `<circle ${at} class="dot ${kind}"><title>${escaped(words)}</title></circle>`;
}

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A name beside its mark where it is free; what finds no free place is told by the table, and by pointing at it. */
function namesOf(places: readonly Place[], x: Scale, y: Scale, naming: 'names' | 'quiet-names'): string[] {
  const taken: Rectangle[] = places.map(({ entries, capture }) => around(x(entries), y(capture), 7, 7));
  const important = [...places].sort((a, b) => rankOf(a) - rankOf(b) || b.capture - a.capture);
  return important.flatMap((place) => {
    const [left, top] = [x(place.entries), y(place.capture)];
    const width = place.name.length * LETTER;
    const choices: [number, number, 'start' | 'end' | 'middle'][] = [
      [left + 10, top + 4, 'start'],
      [left - 10, top + 4, 'end'],
      [left, top - 11, 'middle'],
      [left, top + 19, 'middle'],
    ];
    const free = choices.find(([at, line, anchor]) => {
      const start = anchor === 'start' ? at : anchor === 'end' ? at - width : at - width / 2;
      const room = { left: start, right: start + width, top: line - 11, bottom: line + 3 };
      if (room.left < BOX.left || room.right > BOX.left + BOX.width + 18) return false;
      if (room.top < BOX.top || room.bottom > BOX.top + BOX.height) return false;
      if (taken.some((other) => overlap(room, other))) return false;
      taken.push(room);
      return true;
    });
    if (free === undefined) return [];
    const kind = place.kind === 'ours' ? 'label strong' : naming === 'names' ? 'label' : 'tick';
    return [text(free[0], free[1], place.name, { anchor: free[2], kind })];
  });
}

const rankOf = ({ kind }: Place): number => (kind === 'ours' ? 0 : kind === 'ceiling' ? 2 : 1);

function around(x: number, y: number, width: number, height: number): Rectangle {
  return { left: x - width, right: x + width, top: y - height, bottom: y + height };
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
