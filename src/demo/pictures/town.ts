// Houses and people, who turn up in many scenes.

import { type Brush, circle, group, path, polygon, rect, times } from './brush';
import { type Weather } from './weather';

const walls = ['#f4d9b8', '#e9a27c', '#d8735f', '#f7efe1', '#b9cdb8', '#8fb3b8', '#e7c46c'] as const;
const roofs = ['#8a4b42', '#4d5668', '#6d4a57', '#39505c'] as const;

export const skins = ['#f0c8a8', '#e0a983', '#c68a63', '#8d5a3f', '#6f432f'] as const;
export const clothes = ['#c8483d', '#2c7a7b', '#e0a234', '#3b5ba5', '#7a5f83', '#58705a', '#d47f5a'] as const;

/** A house that stands on y = 0 and is as wide as it says. */
export function house(brush: Brush, wide: number, weather: Weather): string {
  const tall = wide * brush.between(1, 1.9);
  const roof = wide * brush.between(0.35, 0.6);
  const columns = wide > 70 ? 3 : 2;
  const rows = Math.max(1, Math.floor(tall / 46));
  const pane = wide / (columns * 2.1);
  const windows = times(columns * rows, (at) => {
    const x = -wide / 2 + (wide / columns) * ((at % columns) + 0.5) - pane / 2;
    const y = -tall + 16 + Math.floor(at / columns) * 44;
    const lit = weather.lamps !== undefined && brush.unit() < 0.6;
    return rect(x, y, pane, 24, lit ? (weather.lamps ?? '') : '#40566a', {
      round: 2,
      opacity: lit ? 1 : 0.75,
    });
  });
  const front = brush.pick(walls);
  const tone =
    weather.lamps === undefined ? '' : rect(-wide / 2, -tall, wide, tall, '#16233f', { opacity: 0.45 });
  return (
    rect(-wide / 2, -tall, wide, tall, front) +
    tone +
    polygon(
      [
        [-wide / 2 - 6, -tall],
        [0, -tall - roof],
        [wide / 2 + 6, -tall],
      ],
      brush.pick(roofs),
    ) +
    windows
  );
}

export function houseRow(brush: Brush, from: number, until: number, y: number, weather: Weather): string {
  let drawn = '';
  for (let x = from; x < until; ) {
    const wide = brush.between(54, 96);
    drawn += group(house(brush, wide, weather), { x: x + wide / 2, y });
    x += wide + brush.pick([0, 0, 4, 12]);
  }
  return drawn;
}

/** A person who stands on y = 0, about 100 high. */
export function figure(brush: Brush, coat: string = brush.pick(clothes)): string {
  const hair = brush.pick(['#2b2524', '#5b3b28', '#8b8178', '#b9773d']);
  return (
    rect(-13, -34, 10, 34, '#38404c', { round: 4 }) +
    rect(3, -34, 10, 34, '#38404c', { round: 4 }) +
    path('M-20 -30Q-22 -82 0 -82Q22 -82 20 -30Z', coat) +
    circle(0, -94, 13, brush.pick(skins)) +
    path('M-14 -95Q-12 -111 0 -110Q13 -111 14 -95Q4 -103 -14 -95Z', hair)
  );
}
