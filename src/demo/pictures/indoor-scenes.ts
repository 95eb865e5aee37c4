// Scenes within walls: kitchen, books, stage, hall (a vote is taken).

import {
  type Brush,
  circle,
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
import { clothes, figure } from './town';

function bowl(brush: Brush): string {
  const soup = brush.pick(['#e08a3c', '#c9553b', '#e7c46c', '#8fa35a', '#f0dfb8']);
  const toppings = times(9, () =>
    circle(
      brush.between(-62, 62),
      brush.between(-12, 10),
      brush.between(4, 10),
      brush.pick(['#5b8c5a', '#f7efe1', '#d8735f', '#f0c64a', '#7b4b3a']),
      { opacity: 0.95 },
    ),
  );
  const steam = times(3, (at) => {
    const x = -36 + at * 36;
    return stroke(`M${x} -50c-14 -24 14 -40 0 -66c-12 -22 10 -34 4 -54`, '#ffffff', 6, { opacity: 0.4 });
  });
  const glaze = brush.pick(['#3b6c8c', '#f3ead8', '#8a4b42', '#3f7a6c']);
  return (
    ellipse(4, 74, { x: 100, y: 18 }, '#000000', { opacity: 0.16 }) +
    path('M-110 0Q-96 92 -40 96H40Q96 92 110 0Z', glaze) +
    rect(-46, 90, 92, 12, glaze, { round: 5 }) +
    ellipse(0, 0, { x: 110, y: 34 }, '#fffaf0') +
    ellipse(0, 2, { x: 96, y: 27 }, soup) +
    toppings +
    steam
  );
}

function shelfOfJars(brush: Brush, y: number): string {
  const jars = times(15, (at) => {
    const tall = brush.between(52, 88);
    const x = 60 + at * 74;
    const fill = brush.pick(['#d9a441', '#b5583f', '#7f9b6a', '#8a6f9b', '#e9d8b5', '#58788a']);
    return (
      rect(x, y - tall, 50, tall, fill, { round: 10, opacity: 0.92 }) +
      rect(x + 6, y - tall - 11, 38, 13, '#6b513d', { round: 4 }) +
      rect(x + 9, y - tall * 0.6, 32, 18, '#fbf6ea', { round: 2 })
    );
  });
  return jars + rect(30, y, WIDTH - 60, 16, '#80593f', { round: 4 });
}

export function kitchen(brush: Brush): string {
  const wall = brush.pick(['#e7dcc6', '#cfe0d8', '#f1d9bf', '#d5dbe6']);
  const bowls = times(3, (at) =>
    group(bowl(brush), {
      x: 250 + at * 350 + brush.between(-20, 20),
      y: 490 + (at % 2) * 26,
      scale: at === 1 ? 1.25 : 0.95,
    }),
  );
  const crumbs = times(18, () =>
    circle(brush.between(30, 1170), brush.between(590, 660), brush.between(2, 5), '#f5e6c8'),
  );
  const spoon = group(
    ellipse(0, 0, { x: 30, y: 19 }, '#c6ccd2') + rect(24, -5, 150, 10, '#c6ccd2', { round: 5 }),
    { x: brush.between(440, 520), y: 630, turn: -8 },
  );
  const loaf = group(
    ellipse(0, 0, { x: 88, y: 44 }, '#b9773d') +
      times(3, (at) => stroke(`M${-44 + at * 40} -26q14 14 6 34`, '#f0d3a0', 7)),
    { x: brush.between(960, 1060), y: 606 },
  );
  return (
    rect(0, 0, WIDTH, HEIGHT, wall) +
    times(9, (at) => rect(at * 134, 0, 66, 430, '#ffffff', { opacity: 0.13 })) +
    shelfOfJars(brush, 150) +
    shelfOfJars(brush, 300) +
    rect(0, 430, WIDTH, 250, '#9c6b46') +
    times(4, (at) => rect(0, 470 + at * 56, WIDTH, 4, '#875a39')) +
    loaf +
    bowls +
    spoon +
    crumbs
  );
}

export function books(brush: Brush): string {
  const row = (y: number): string => {
    let drawn = '';
    for (let x = 24; x < WIDTH - 60; ) {
      const wide = brush.between(20, 54);
      const tall = brush.between(112, 158);
      const spine = brush.pick([...clothes, '#2e3b52', '#f0e4cb', '#8a6648']);
      const lean = brush.unit() < 0.08 ? -9 : 0;
      const bands =
        rect(3, -tall + 18, wide - 6, 5, '#f7e3b0', { opacity: 0.85 }) +
        rect(3, -30, wide - 6, 5, '#f7e3b0', { opacity: 0.85 });
      drawn += group(rect(0, -tall, wide, tall, spine, { round: 3 }) + bands, { x, y, turn: lean });
      x += wide + (lean === 0 ? 3 : 24);
    }
    return drawn + rect(0, y, WIDTH, 18, '#5e412d');
  };
  const lamp =
    polygon(
      [
        [-190, 330],
        [-60, 20],
        [60, 20],
        [190, 330],
      ],
      '#ffe2a0',
      { opacity: 0.22 },
    ) +
    rect(-3, -200, 6, 150, '#2b2f38') +
    path('M-74 20Q-60 -56 0 -56Q60 -56 74 20Z', '#c8483d') +
    ellipse(0, 20, { x: 74, y: 12 }, '#ffe9b8');
  const reader =
    rect(-240, 20, 480, 22, '#7b573d', { round: 6 }) +
    rect(-220, 40, 18, 110, '#6a4a34') +
    rect(202, 40, 18, 110, '#6a4a34') +
    path('M-6 6Q-70 -22 -130 4V22Q-70 -2 -6 22ZM6 6Q70 -22 130 4V22Q70 -2 6 22Z', '#fffaf0');
  return (
    rect(0, 0, WIDTH, HEIGHT, '#3c2c24') +
    row(170) +
    row(348) +
    row(526) +
    rect(0, 544, WIDTH, 140, '#2c211c') +
    group(lamp, { x: brush.between(420, 780), y: 210 }) +
    group(reader, { x: 600, y: 530 })
  );
}

export function stage(brush: Brush): string {
  const drape = brush.pick(['#8f2f3b', '#5a2f5f', '#274c66']);
  const folds = (from: number, step: number): string =>
    times(5, (at) =>
      path(
        `M${from + at * step} 0Q${from + at * step + step * 0.7} 260 ${from + at * step * 0.55} 560` +
          `H${from + at * step * 0.55 + step}Q${from + (at + 1) * step} 260 ${from + (at + 1) * step} 0Z`,
        drape,
        { opacity: at % 2 === 0 ? 1 : 0.86 },
      ),
    );
  const spots = times(3, (at) =>
    polygon(
      [
        [300 + at * 300, 0],
        [180 + at * 300 + brush.between(-40, 40), 560],
        [430 + at * 300 + brush.between(-40, 40), 560],
      ],
      '#ffe9b0',
      { opacity: 0.17 },
    ),
  );
  const players = times(brush.whole(3, 5), (at) =>
    group(figure(brush), { x: 340 + at * 130 + brush.between(-20, 20), y: 552, scale: 1.7 }),
  );
  const heads = times(
    26,
    (at) =>
      circle(20 + at * 47, 650 + (at % 2) * 16, 30, '#2c3045') +
      rect(-14 + at * 47, 668 + (at % 2) * 16, 68, 40, '#2c3045', { round: 20 }),
  );
  return (
    rect(0, 0, WIDTH, HEIGHT, '#1e2233') +
    rect(120, 40, 960, 520, '#34395a') +
    circle(brush.between(420, 780), 200, 84, '#f3d7a0') +
    ellipse(600, 560, { x: 520, y: 120 }, '#454b73') +
    spots +
    folds(0, 46) +
    `<g transform="translate(1200 0) scale(-1 1)">${folds(0, 46)}</g>` +
    times(12, (at) =>
      path(`M${at * 100} 0H${at * 100 + 100}V44Q${at * 100 + 50} 92 ${at * 100} 44Z`, drape),
    ) +
    rect(0, 556, WIDTH, 26, '#7b573d') +
    rect(0, 582, WIDTH, 100, '#14161f') +
    players +
    heads
  );
}

export function hall(brush: Brush): string {
  const banner = brush.pick(['#2c7a7b', '#8f2f3b', '#3b5ba5']);
  const columns = times(6, (at) => {
    const x = 40 + at * 220;
    return (
      rect(x, 60, 44, 410, '#efe6d6') +
      rect(x - 10, 46, 64, 22, '#dfd2bb') +
      rect(x - 10, 462, 64, 22, '#dfd2bb') +
      rect(x + 30, 66, 10, 398, '#d9ccb5')
    );
  });
  const windows = times(5, (at) => {
    const x = 112 + at * 220;
    return (
      path(`M${x} 390V190Q${x + 60} 100 ${x + 120} 190V390Z`, '#bfdbe2') +
      rect(x + 57, 140, 6, 250, '#efe6d6') +
      rect(x, 270, 120, 6, '#efe6d6')
    );
  });
  const box =
    rect(-90, -120, 180, 120, '#8a6648', { round: 6 }) +
    rect(-100, -132, 200, 20, '#6b4d36', { round: 5 }) +
    rect(-40, -126, 80, 7, '#2b211b') +
    group(rect(-30, -62, 60, 62, '#fffdf5', { round: 3 }), { x: 4, y: -124, turn: 9 }) +
    circle(0, -58, 26, banner) +
    stroke('M-11 -58l8 9l15 -18', '#ffffff', 6);
  const people = times(8, (at) =>
    group(figure(brush), {
      x: at < 4 ? 90 + at * 100 : 420 + at * 92,
      y: brush.between(585, 640),
      scale: 1.4,
    }),
  );
  return (
    rect(0, 0, WIDTH, HEIGHT, '#d9cdb8') +
    windows +
    columns +
    rect(0, 480, WIDTH, 200, '#a58c6d') +
    times(9, (at) =>
      polygon(
        [
          [at * 150 - 60, HEIGHT],
          [at * 140 + 40, 480],
          [at * 140 + 48, 480],
          [at * 150 - 44, HEIGHT],
        ],
        '#957d60',
      ),
    ) +
    rect(0, 0, WIDTH, 50, '#c4b49a') +
    times(2, (at) =>
      polygon(
        [
          [at * 660 + 222, 60],
          [at * 660 + 322, 60],
          [at * 660 + 322, 260],
          [at * 660 + 272, 225],
          [at * 660 + 222, 260],
        ],
        banner,
      ),
    ) +
    people +
    group(box, { x: 600, y: 620, scale: 1.25 })
  );
}
