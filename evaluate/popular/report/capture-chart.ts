// Capture over time: hour by hour (of half a day and less, at each judged tick), the product between what could be known and what is usual.

import type { EvaluationCurves, EvaluationOutcome } from '../outcome';
import { endLabels } from './end-labels';
import {
  type Box,
  escaped,
  horizontalGrid,
  linearScale,
  path,
  svg,
  timeScale,
  timeWords,
  verticalGrid,
} from './svg';
import { share } from './table';

const WIDTH = 1_120;
const HEIGHT = 330;
const BOX: Box = { left: 56, top: 20, width: 890, height: 270 };
const HOUR_MS = 3_600_000;
const SHORT_MS = 12 * HOUR_MS;

export interface DrawnList {
  name: string;
  kind: string;
}

export function captureChart(
  outcome: EvaluationOutcome,
  curves: EvaluationCurves,
  drawn: readonly DrawnList[],
): string {
  const isShort = outcome.toMs - outcome.fromMs <= SHORT_MS;
  const hours = groupedBy(curves.atMs, isShort ? outcome.gridSeconds * 1_000 : HOUR_MS);
  const series = drawn.map(({ name, kind }) => ({
    name,
    kind,
    points: meansOf(curves.capture.get(name)!, hours),
  }));
  const values = series.flatMap(({ points }) => points.filter((value) => value !== undefined));
  const low = Math.max(0, Math.floor(Math.min(...values, 0.95) * 20) / 20);
  const y = linearScale([low, 1], [BOX.top + BOX.height, BOX.top]);
  const x = timeScale([outcome.fromMs, outcome.toMs], [BOX.left, BOX.left + BOX.width], 10);
  const lines = series.map(({ name, kind, points }) => {
    const places = points.map((value, at) =>
      value === undefined ? undefined : ([x(hours[at]!.atMs), y(value)] as const),
    );
    return `<g class="line ${kind}"><title>${escaped(name)}</title>${path(places, '')}</g>`;
  });
  const ends = series.map(({ name, kind, points }) => ({
    ...{ name, kind },
    y: y(points.findLast((value) => value !== undefined) ?? low),
  }));
  const content =
    horizontalGrid(BOX, y, (value) => share(value, 2)) +
    verticalGrid(BOX, x, timeWords) +
    lines.join('') +
    endLabels(BOX, ends);
  return svg(WIDTH, HEIGHT, `capture@5 at ${outcome.mainMinutes} minutes, over time`, content);
}

interface Stretch {
  atMs: number;
  places: number[];
}

/** The judged ticks of each stretch of `lengthMs`. */
function groupedBy(atMs: readonly number[], lengthMs: number): Stretch[] {
  const groups = new Map<number, number[]>();
  atMs.forEach((ms, at) => {
    const group = groups.get(Math.floor(ms / lengthMs)) ?? [];
    group.push(at);
    groups.set(Math.floor(ms / lengthMs), group);
  });
  return [...groups].map(([group, places]) => ({ atMs: (group + 0.5) * lengthMs, places }));
}

function meansOf(values: Float64Array, hours: readonly Stretch[]): (number | undefined)[] {
  return hours.map(({ places }) => {
    const some = places.map((at) => values[at]!).filter((value) => !Number.isNaN(value));
    return some.length === 0 ? undefined : some.reduce((sum, value) => sum + value, 0) / some.length;
  });
}
