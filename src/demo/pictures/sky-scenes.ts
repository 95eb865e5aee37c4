// Scenes of the night: the comet, and the observatory that watches it.

import { type Brush, circle, group, HEIGHT, path, polygon, rect, stroke, times, WIDTH } from './brush';
import { figure, houseRow } from './town';
import { ridge, starsOver, waterOf, weathers } from './weather';

function nightSky(brush: Brush): string {
  const top = brush.pick(['#0b1430', '#141033', '#0a1f33']);
  return (
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/>` +
    '<stop offset=".8" stop-color="#4a4f86"/><stop offset="1" stop-color="#c98a86"/></linearGradient>' +
    '<linearGradient id="tail" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#eaf6ff" stop-opacity=".95"/>' +
    '<stop offset="1" stop-color="#9fd0ff" stop-opacity="0"/></linearGradient></defs>' +
    rect(0, 0, WIDTH, HEIGHT, 'url(#sky)') +
    starsOver(brush, 460)
  );
}

function cometHead(): string {
  return (
    path('M0 -16C160 -70 330 -96 560 -92C360 -40 180 10 0 16Z', 'url(#tail)') +
    path('M0 -12C180 -16 340 10 500 54C320 50 160 34 0 14Z', 'url(#tail)', { opacity: 0.6 }) +
    circle(0, 0, 34, '#dff1ff', { opacity: 0.25 }) +
    circle(0, 0, 20, '#f3fbff', { opacity: 0.6 }) +
    circle(0, 0, 11, '#ffffff')
  );
}

export function comet(brush: Brush): string {
  const watchers = times(brush.whole(4, 7), () =>
    group(figure(brush, '#1a2440'), {
      x: brush.between(120, 1080),
      y: brush.between(640, 665),
      scale: brush.between(0.8, 1.1),
    }),
  );
  const placed = {
    x: brush.between(320, 520),
    y: brush.between(250, 330),
    turn: brush.between(-42, -20),
    scale: 1.05,
  };
  return (
    nightSky(brush) +
    group(cometHead(), placed) +
    waterOf(brush, weathers.night, 490) +
    group(houseRow(brush, 0, 620, 0, weathers.night), { x: brush.between(-60, 400), y: 500, scale: 0.55 }) +
    ridge(brush, { y: 620, swing: 22, fill: '#0d1830', peaks: 4 }) +
    watchers
  );
}

export function observatory(brush: Brush): string {
  const trails = times(
    9,
    (at) =>
      `<circle cx="600" cy="330" r="${90 + at * 58}" fill="none" stroke="#dfe8ff" stroke-width="2" opacity=".5" ` +
      `stroke-dasharray="${brush.whole(30, 130)} ${brush.whole(120, 420)}"/>`,
  );
  const dome =
    rect(-150, -70, 300, 130, '#e9e4d8') +
    path('M-160 -70Q-150 -230 0 -236Q150 -230 160 -70Z', '#c9d0d6') +
    polygon(
      [
        [-8, -236],
        [54, -224],
        [92, -70],
        [28, -70],
      ],
      '#1a2440',
    ) +
    group(
      rect(-13, -150, 26, 150, '#8d97a3', { round: 6 }) + rect(-17, -160, 34, 22, '#5d6773', { round: 4 }),
      { x: 48, y: -84, turn: 24 },
    ) +
    rect(-34, -4, 68, 64, '#ffdf91', { round: 6 }) +
    rect(-170, -78, 340, 16, '#8d97a3', { round: 6 });
  return (
    nightSky(brush) +
    trails +
    ridge(brush, { y: 500, swing: 30, fill: '#22305a', peaks: 5 }) +
    ridge(brush, { y: 560, swing: 24, fill: '#131f40', peaks: 3 }) +
    group(dome, { x: brush.between(420, 780), y: 500, scale: 1.15 }) +
    stroke('M0 640Q400 590 700 640T1200 620', '#2c3c66', 10) +
    times(3, () => group(figure(brush, '#2c3c66'), { x: brush.between(160, 1040), y: 650 }))
  );
}
