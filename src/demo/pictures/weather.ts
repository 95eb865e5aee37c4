// Sky, light, hills and water: what every scene out of doors begins with.

import {
  type Brush,
  circle,
  curve,
  ellipse,
  group,
  HEIGHT,
  type Point,
  path,
  rect,
  times,
  WIDTH,
} from './brush';

export interface Weather {
  sky: readonly [top: string, bottom: string];
  light: string;
  hills: readonly [far: string, middle: string, near: string];
  water: readonly [far: string, near: string];
  glint: string;
  /** Lamps are lit. */
  lamps: string | undefined;
  stars: boolean;
}

const day: Weather = {
  sky: ['#7fc4d9', '#e4f3ee'],
  light: '#fff3c4',
  hills: ['#9cc3bd', '#6fa497', '#3f7a6c'],
  water: ['#5fa9b8', '#2f7d92'],
  glint: '#d9f1f0',
  lamps: undefined,
  stars: false,
};
const dawn: Weather = {
  sky: ['#f2b5a0', '#fdeccb'],
  light: '#fff7dc',
  hills: ['#d9a59b', '#a77f8c', '#6b5b78'],
  water: ['#d8a99a', '#7d7f9c'],
  glint: '#ffe9cf',
  lamps: undefined,
  stars: false,
};
const dusk: Weather = {
  sky: ['#38406e', '#e88d67'],
  light: '#ffd79a',
  hills: ['#7a5f83', '#4f4a74', '#2f3459'],
  water: ['#8b6a86', '#2c3a63'],
  glint: '#ffcf9b',
  lamps: '#ffd98a',
  stars: false,
};
const night: Weather = {
  sky: ['#0d1b38', '#2b4a6f'],
  light: '#f2ecd2',
  hills: ['#24405f', '#1a304c', '#111f36'],
  water: ['#244766', '#10253f'],
  glint: '#9cc3d6',
  lamps: '#ffdf91',
  stars: true,
};
const overcast: Weather = {
  sky: ['#93a7b0', '#dfe5e2'],
  light: '#f3f1e7',
  hills: ['#a9b6b5', '#7f9292', '#556a6d'],
  water: ['#7b959c', '#4b6a75'],
  glint: '#dbe6e6',
  lamps: undefined,
  stars: false,
};

export const weathers = { day, dawn, dusk, night, overcast };
export const anyWeather = (brush: Brush): Weather => brush.pick([day, day, dawn, dusk, night, overcast]);
export const lightWeather = (brush: Brush): Weather => brush.pick([day, dawn, day, overcast]);

/** The sky down to the bottom of the picture, with its light, its clouds or its stars. */
export function skyOf(brush: Brush, weather: Weather): string {
  const [top, bottom] = weather.sky;
  const x = brush.between(180, WIDTH - 180);
  const y = brush.between(110, 230);
  const glow =
    circle(x, y, 120, weather.light, { opacity: 0.18 }) + circle(x, y, 82, weather.light, { opacity: 0.25 });
  return (
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/>` +
    `<stop offset=".75" stop-color="${bottom}"/></linearGradient></defs>` +
    rect(0, 0, WIDTH, HEIGHT, 'url(#sky)') +
    (weather.stars ? starsOver(brush, 420) : '') +
    glow +
    circle(x, y, weather.stars ? 40 : 54, weather.light) +
    (weather.stars ? '' : times(brush.whole(2, 4), () => cloud(brush)))
  );
}

export function starsOver(brush: Brush, depth: number): string {
  return times(70, () =>
    circle(brush.between(0, WIDTH), brush.between(0, depth), brush.between(0.8, 2.4), '#ffffff', {
      opacity: brush.between(0.35, 0.95),
    }),
  );
}

function cloud(brush: Brush): string {
  const long = brush.between(70, 130);
  const puffs = times(3, (at) =>
    ellipse(
      at * long * 0.55,
      brush.between(-14, 4),
      { x: long * 0.5, y: long * brush.between(0.16, 0.24) },
      '#ffffff',
    ),
  );
  const base = rect(-long * 0.35, 2, long * 1.8, long * 0.14, '#ffffff', { round: long * 0.07 });
  const placed = {
    x: brush.between(20, WIDTH - 200),
    y: brush.between(60, 260),
    scale: brush.between(0.7, 1.3),
  };
  return `<g opacity="${brush.pick(['.5', '.65', '.8'])}">${group(puffs + base, placed)}</g>`;
}

/** One line of hills from edge to edge; everything below it is filled. */
export function ridge(brush: Brush, at: { y: number; swing: number; fill: string; peaks?: number }): string {
  const peaks = at.peaks ?? brush.whole(4, 7);
  const points: Point[] = [];
  for (let peak = 0; peak <= peaks; peak++) {
    const up = peak % 2 === 0 ? 1 : -1;
    points.push([(peak * WIDTH) / peaks, at.y + up * brush.between(0.2, 1) * at.swing]);
  }
  return path(`${curve(points)}V${HEIGHT}H0Z`, at.fill);
}

export function hillsOf(brush: Brush, weather: Weather, horizon: number): string {
  const [far, middle] = weather.hills;
  return (
    ridge(brush, { y: horizon - 95, swing: 55, fill: far }) +
    ridge(brush, { y: horizon - 35, swing: 40, fill: middle })
  );
}

/** Water from `horizon` down, with glints that grow nearer the eye. */
export function waterOf(brush: Brush, weather: Weather, horizon: number): string {
  const [far, near] = weather.water;
  const deep = HEIGHT - horizon;
  const glints = times(46, () => {
    const depth = brush.unit() ** 1.4;
    const long = 16 + depth * 90;
    return rect(
      brush.between(-40, WIDTH),
      horizon + 8 + depth * (deep - 16),
      long,
      2 + depth * 4,
      weather.glint,
      {
        round: 3,
        opacity: 0.18 + brush.unit() * 0.32,
      },
    );
  });
  return (
    rect(0, horizon, WIDTH, deep, far) +
    ridge(brush, { y: horizon + deep * 0.42, swing: 12, fill: near, peaks: 6 }) +
    glints
  );
}

export function gull(x: number, y: number, scale: number, colour = '#ffffff'): string {
  const wings = `<path d="M-26 -6Q-12 -18 0 0Q12 -18 26 -6Q12 -10 0 8Q-12 -10 -26 -6Z" fill="${colour}"/>`;
  return group(wings, { x, y, scale });
}

export function gulls(brush: Brush, count: number, colour = '#ffffff'): string {
  return times(count, () =>
    gull(brush.between(80, WIDTH - 80), brush.between(70, 300), brush.between(0.4, 1), colour),
  );
}
