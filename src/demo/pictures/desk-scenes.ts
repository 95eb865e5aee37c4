// What lies on a desk: laboratory, chart.

import { type Brush, circle, ellipse, group, HEIGHT, path, rect, stroke, times, WIDTH } from './brush';

export function laboratory(brush: Brush): string {
  const flasks = times(7, (at) => {
    const liquid = brush.pick(['#58b0a8', '#e0a234', '#d8735f', '#7a78b8', '#8fbf6a']);
    const flask =
      path('M-14 -140V-86L-58 -8Q-62 0 -50 0H50Q62 0 58 -8L14 -86V-140Z', '#ffffff', { opacity: 0.5 }) +
      path('M-34 -50L-58 -8Q-62 0 -50 0H50Q62 0 58 -8L34 -50Z', liquid) +
      rect(-20, -146, 40, 10, '#ffffff', { round: 4 }) +
      times(4, () =>
        circle(brush.between(-26, 26), brush.between(-40, -10), brush.between(3, 6), '#ffffff', {
          opacity: 0.6,
        }),
      );
    return group(flask, { x: 110 + at * 166, y: 520, scale: brush.between(0.7, 1.15) });
  });
  const tank =
    rect(150, 90, 900, 230, '#a6d8dc', { round: 12 }) +
    times(22, (at) =>
      stroke(
        `M${180 + at * 40} 316q${brush.whole(-20, 20)} -70 ${brush.whole(-8, 8)} -${brush.whole(110, 190)}`,
        brush.pick(['#4c7a4a', '#6d8b3d', '#2f6b5c']),
        11,
      ),
    ) +
    times(12, () =>
      ellipse(
        brush.between(200, 1000),
        brush.between(120, 280),
        { x: 18, y: 7 },
        brush.pick(['#e8a24a', '#f4e3b1', '#d8735f']),
      ),
    ) +
    rect(150, 90, 900, 16, '#ffffff', { opacity: 0.5 });
  return (
    rect(0, 0, WIDTH, HEIGHT, '#e6ecea') +
    rect(0, 0, WIDTH, 60, '#cfd9d7') +
    tank +
    rect(130, 316, 940, 22, '#56606b', { round: 6 }) +
    rect(0, 516, WIDTH, 26, '#7b8a90') +
    rect(0, 540, WIDTH, 140, '#5d6b72') +
    flasks
  );
}

export function chart(brush: Brush): string {
  const paper = brush.pick(['#fbf6ea', '#f1f4f2', '#f7f0e6']);
  const bars = brush.whole(8, 12);
  const accent = brush.pick(['#c8483d', '#2c7a7b', '#3b5ba5', '#d47f2e']);
  const wide = 900 / bars;
  let level = brush.between(140, 240);
  const tops: [number, number][] = [];
  const drawn = times(bars, (at) => {
    level = Math.min(390, Math.max(70, level + brush.between(-60, 78)));
    const x = 170 + at * wide;
    tops.push([x + wide * 0.32, 540 - level - 34]);
    return rect(x, 540 - level, wide * 0.64, level, at === bars - 1 ? accent : '#9fb4b6', { round: 5 });
  });
  const line = stroke(
    `M${tops.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join('L')}`,
    '#2e3b52',
    6,
  );
  const dots = tops.map(([x, y]) => circle(x, y, 9, paper) + circle(x, y, 6, accent)).join('');
  const grid = times(6, (at) => rect(140, 140 + at * 80, 960, 2, '#2e3b52', { opacity: 0.12 }));
  const labels = times(bars, (at) =>
    rect(170 + at * wide + wide * 0.1, 560, wide * 0.44, 9, '#2e3b52', { round: 4, opacity: 0.3 }),
  );
  return (
    rect(0, 0, WIDTH, HEIGHT, paper) +
    rect(0, 0, WIDTH, 14, accent) +
    rect(140, 62, 330, 20, '#2e3b52', { round: 8, opacity: 0.85 }) +
    rect(140, 94, 210, 11, '#2e3b52', { round: 5, opacity: 0.35 }) +
    grid +
    drawn +
    rect(140, 540, 960, 4, '#2e3b52') +
    line +
    dots +
    labels
  );
}
