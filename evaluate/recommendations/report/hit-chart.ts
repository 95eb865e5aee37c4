// Hit rate over time, hour by hour: the product between the floor and the others.

import {
  type Box,
  escaped,
  fixed,
  horizontalGrid,
  linearScale,
  path,
  svg,
  text,
  timeScale,
  timeWords,
  verticalGrid,
} from '../../popular/report/svg';
import { share } from '../../popular/report/table';
import type { RecommendationsOutcome } from '../outcome';
import type { DrawnMethod } from './drawn-method';

const WIDTH = 1_120;
const HEIGHT = 330;
const BOX: Box = { left: 56, top: 20, width: 860, height: 270 };
const LABEL_HEIGHT = 17;
const HALF_HOUR_MS = 1_800_000;

export function hitChart(outcome: RecommendationsOutcome, drawn: readonly DrawnMethod[]): string {
  const rates = drawn.flatMap(({ method }) => method.byHour.map(({ hit5 }) => hit5));
  const y = linearScale([0, Math.max(0.05, ...rates)], [BOX.top + BOX.height, BOX.top]);
  const x = timeScale([outcome.fromMs, outcome.toMs], [BOX.left, BOX.left + BOX.width], 10);
  const lines = [...drawn].reverse().map(({ method, kind }) => {
    const points = method.byHour.map(({ startMs, hit5 }) => [x(startMs + HALF_HOUR_MS), y(hit5)] as const);
    return `<g class="line ${kind}"><title>${escaped(method.name)}</title>${path(points, '')}</g>`;
  });
  const content = [
    horizontalGrid(BOX, y, (value) => share(value, 2)),
    verticalGrid(BOX, x, timeWords),
    ...lines,
    labels(drawn.map((one) => ({ ...one, top: y(one.method.byHour.at(-1)?.hit5 ?? 0) + 4 }))),
  ];
  return svg(WIDTH, HEIGHT, 'HR@5 over time', content.join(''));
}

function labels(ends: readonly (DrawnMethod & { top: number })[]): string {
  let lowest = -Infinity;
  return [...ends]
    .sort((a, b) => a.top - b.top)
    .map(({ method, kind, top }) => {
      lowest = Math.max(top, lowest + LABEL_HEIGHT);
      const left = BOX.left + BOX.width + 10;
      const at = fixed(lowest - 4);
      const mark = `<line x1="${left}" x2="${left + 16}" y1="${at}" y2="${at}" class="line ${kind}"/>`;
      return mark + text(left + 22, lowest, method.name, { kind: 'label' });
    })
    .join('');
}
