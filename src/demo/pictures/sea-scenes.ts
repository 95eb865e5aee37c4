// Scenes on the water: harbour, ferry, tide (turbines under the sound).

import {
  type Brush,
  circle,
  curve,
  ellipse,
  group,
  HEIGHT,
  path,
  polygon,
  rect,
  stroke,
  times,
  WIDTH,
} from './brush';
import { houseRow } from './town';
import { anyWeather, gulls, hillsOf, lightWeather, ridge, skyOf, type Weather, waterOf } from './weather';

function sailingBoat(brush: Brush): string {
  const hull = brush.pick(['#b5483f', '#2f4a5f', '#e0a941', '#3f7a6c']);
  const sail = brush.pick(['#fbf6ea', '#f3d7b0', '#e8eef0']);
  return (
    path('M-60 0H60Q48 30 30 32H-34Q-52 28 -60 0Z', hull) +
    rect(-2, -150, 4, 150, '#5b4636') +
    path('M6 -146Q66 -70 58 -14H6Z', sail) +
    path('M-6 -130Q-48 -60 -44 -14H-6Z', sail, { opacity: 0.85 }) +
    rect(-60, 4, 120, 5, '#ffffff', { opacity: 0.5 })
  );
}

export function harbour(brush: Brush): string {
  const weather = anyWeather(brush);
  const horizon = brush.between(330, 370);
  const quay = horizon + 70;
  const masts = times(brush.whole(3, 5), (at) =>
    group(sailingBoat(brush), {
      x: 140 + at * 230 + brush.between(-50, 50),
      y: quay + brush.between(60, 150),
      scale: brush.between(0.7, 1.1),
    }),
  );
  const bollards = times(12, (at) => rect(40 + at * 100, quay + 4, 12, 20, '#3c4650', { round: 4 }));
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, horizon) +
    waterOf(brush, weather, quay) +
    rect(0, quay - 22, WIDTH, 34, '#8d8478') +
    rect(0, quay + 8, WIDTH, 12, '#655e56') +
    houseRow(brush, brush.between(-20, 40), WIDTH, quay - 20, weather) +
    bollards +
    masts +
    gulls(brush, 5)
  );
}

function ferryBoat(brush: Brush, weather: Weather): string {
  const band = brush.pick(['#c8483d', '#e0a234', '#2c7a7b', '#3b5ba5']);
  const lit = weather.lamps ?? '#bfe0ea';
  const windows = times(15, (at) => rect(-205 + at * 27, -84, 16, 20, lit, { round: 4 }));
  const upper = times(9, (at) => rect(-130 + at * 27, -132, 16, 16, lit, { round: 4 }));
  return (
    path('M-300 -40H310Q286 42 240 48H-236Q-280 30 -300 -40Z', '#f5f2ea') +
    path('M-292 -4H300Q284 34 240 48H-236Q-272 34 -292 -4Z', band) +
    rect(-230, -98, 440, 60, '#ffffff', { round: 10 }) +
    rect(-150, -144, 280, 48, '#eef2f2', { round: 10 }) +
    rect(-20, -206, 60, 64, band, { round: 6 }) +
    rect(-20, -196, 60, 12, '#ffffff', { opacity: 0.85 }) +
    rect(150, -178, 4, 82, '#56606b') +
    windows +
    upper
  );
}

export function ferry(brush: Brush): string {
  const weather = anyWeather(brush);
  const horizon = brush.between(300, 340);
  const wake = stroke('M-250 58C-340 62 -420 56 -520 66M-220 72C-320 82 -400 74 -470 84', '#ffffff', 7, {
    opacity: 0.55,
  });
  const smoke = times(4, (at) =>
    circle(-at * 42, -226 - at * 16, 16 + at * 9, '#ffffff', { opacity: 0.34 - at * 0.07 }),
  );
  const placed = { x: brush.between(560, 700), y: horizon + 130, scale: brush.between(0.95, 1.15) };
  const bow = ellipse(0, 54, { x: 320, y: 14 }, '#ffffff', { opacity: 0.4 });
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, horizon) +
    waterOf(brush, weather, horizon) +
    group(wake + smoke + ferryBoat(brush, weather) + bow, placed) +
    gulls(brush, 6)
  );
}

function turbine(turn: number, colour: string): string {
  const blades = times(3, (at) =>
    group(path('M-7 0C-16 -40 -12 -86 0 -104C12 -86 10 -40 7 0Z', colour), { turn: turn + at * 120 }),
  );
  return (
    rect(-8, 0, 16, 260, '#7d8f96') +
    rect(-44, -13, 88, 26, '#e7b64c', { round: 13 }) +
    blades +
    circle(0, 0, 17, '#ffffff')
  );
}

export function tide(brush: Brush): string {
  const weather = lightWeather(brush);
  const surface = brush.between(215, 250);
  const currents = times(9, (at) => {
    const y = surface + 60 + at * 42;
    const swing = brush.between(10, 24);
    return stroke(
      curve([
        [-20, y],
        [260, y - swing],
        [540, y + swing],
        [820, y - swing],
        [WIDTH + 20, y + swing],
      ]),
      '#bfe7e8',
      brush.between(2, 5),
      { opacity: 0.22, dash: `${brush.whole(60, 160)} ${brush.whole(30, 90)}` },
    );
  });
  const turbines = times(4, (at) =>
    group(turbine(brush.between(0, 120), '#f6f3e8'), {
      x: 170 + at * 285 + brush.between(-30, 30),
      y: surface + brush.between(150, 215),
      scale: brush.between(0.8, 1.05),
    }),
  );
  const shoal = times(16, () => {
    const body =
      ellipse(0, 0, { x: 15, y: 6 }, '#e8d9a8') +
      polygon(
        [
          [-13, 0],
          [-25, -7],
          [-25, 7],
        ],
        '#e8d9a8',
      );
    return group(body, {
      x: brush.between(80, 1120),
      y: brush.between(surface + 90, 600),
      scale: brush.between(0.5, 1),
    });
  });
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, surface) +
    rect(0, surface, WIDTH, HEIGHT, '#2d8798') +
    ridge(brush, { y: surface + 140, swing: 16, fill: '#216f84' }) +
    ridge(brush, { y: surface + 280, swing: 16, fill: '#17566d' }) +
    currents +
    turbines +
    shoal +
    ridge(brush, { y: 636, swing: 18, fill: '#0f3c4e' })
  );
}
