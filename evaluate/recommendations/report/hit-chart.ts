// Hit rate over time, hour by hour: the product between the floor and the others.

import { endLabels } from '../../popular/report/end-labels';
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
} from '../../popular/report/svg';
import { share } from '../../popular/report/table';
import type { RecommendationsOutcome } from '../outcome';
import type { DrawnMethod } from './drawn-method';

const WIDTH = 1_120;
const HEIGHT = 330;
const BOX: Box = { left: 56, top: 20, width: 770, height: 270 };
const HALF_HOUR_MS = 1_800_000;

export function hitChart(outcome: RecommendationsOutcome, drawn: readonly DrawnMethod[]): string {
  const rates = drawn.flatMap(({ method }) => method.byHour.map(({ hit5 }) => hit5));
  const y = linearScale([0, Math.max(0.05, ...rates)], [BOX.top + BOX.height, BOX.top]);
  const x = timeScale([outcome.fromMs, outcome.toMs], [BOX.left, BOX.left + BOX.width], 10);
  const lines = [...drawn].reverse().map(({ method, kind }) => {
    const points = method.byHour.map(({ startMs, hit5 }) => [x(startMs + HALF_HOUR_MS), y(hit5)] as const);
    return `<g class="line ${kind}"><title>${escaped(method.name)}</title>${path(points, '')}</g>`;
  });
  const ends = drawn.map(({ method: { name, byHour }, kind }) => ({
    ...{ name, kind, y: y(byHour.at(-1)?.hit5 ?? 0) },
  }));
  const content = [
    horizontalGrid(BOX, y, (value) => share(value, 2)),
    verticalGrid(BOX, x, timeWords),
    ...lines,
    endLabels(BOX, ends),
  ];
  return svg(WIDTH, HEIGHT, 'HR@5 over time', content.join(''));
}
