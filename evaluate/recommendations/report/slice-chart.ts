// Hit rate of one kind of steps beside the others, each with its interval.

import { type Box, escaped, fixed, horizontalGrid, linearScale, svg, text } from '../../popular/report/svg';
import { share } from '../../popular/report/table';
import type { DrawnMethod } from './drawn-method';

const WIDTH = 540;
const HEIGHT = 250;
const BOX: Box = { left: 46, top: 34, width: 484, height: 166 };
const APART = 13;

export function sliceChart(drawn: readonly DrawnMethod[], slice: number): string {
  const { slice: name, groups } = drawn[0]!.method.slices[slice]!;
  const estimates = drawn.map(({ method }) => method.slices[slice]!.groups.map(({ hit5 }) => hit5));
  const most = Math.max(
    0.05,
    ...estimates.flat().map(({ mean, high }) => (Number.isNaN(high) ? mean || 0 : high)),
  );
  const y = linearScale([0, most], [BOX.top + BOX.height, BOX.top]);
  const wide = BOX.width / groups.length;
  const columns = groups.map(({ group, steps }, at) => {
    const middle = BOX.left + (at + 0.5) * wide;
    const marks = drawn.map(({ method, kind }, which) => {
      const { mean, low, high } = estimates[which]![at]!;
      if (Number.isNaN(mean)) return '';
      const x = fixed(middle + (which - (drawn.length - 1) / 2) * APART);
      const reach = Number.isNaN(low)
        ? ''
        : `<line x1="${x}" x2="${x}" y1="${fixed(y(Math.max(low, 0)))}" y2="${fixed(y(high))}" class="reach"/>`;
      const title = `<title>${escaped(`${method.name}, ${group}: ${share(mean)}`)}</title>`;
      return `<g class="line ${kind}">${title}${reach}<circle cx="${x}" cy="${fixed(y(mean))}" r="4" class="dot ${kind}"/></g>`;
    });
    const under = BOX.top + BOX.height;
    const words = text(middle, under + 18, group, { anchor: 'middle', kind: 'label' });
    return `${marks.join('')}${words}${text(middle, under + 34, `${steps.toLocaleString('en')} steps`, { anchor: 'middle' })}`;
  });
  const title = text(BOX.left, 16, name, { kind: 'label strong' });
  return svg(
    WIDTH,
    HEIGHT,
    `HR@5 by ${name}`,
    title + horizontalGrid(BOX, y, (value) => share(value, 2)) + columns.join(''),
  );
}
