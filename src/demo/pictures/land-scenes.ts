// Scenes on land: hills, street, market, stadium (the sand and its stands), foundry.

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
import { clothes, figure, house, houseRow, skins } from './town';
import { anyWeather, hillsOf, lightWeather, ridge, skyOf, weathers } from './weather';

function tree(brush: Brush): string {
  const leaf = brush.pick(['#3f7a6c', '#5b8c5a', '#7d9a4b', '#38665f']);
  const conifer =
    polygon(
      [
        [-30, -20],
        [0, -130],
        [30, -20],
      ],
      leaf,
    ) +
    polygon(
      [
        [-24, -66],
        [0, -150],
        [24, -66],
      ],
      leaf,
    );
  const round = circle(0, -84, 40, leaf) + circle(24, -64, 28, leaf) + circle(-24, -60, 26, leaf);
  return rect(-5, -40, 10, 42, '#6b513d') + (brush.unit() < 0.5 ? conifer : round);
}

export function hills(brush: Brush): string {
  const weather = anyWeather(brush);
  const trees = times(brush.whole(9, 15), () =>
    group(tree(brush), {
      x: brush.between(20, 1180),
      y: brush.between(500, 640),
      scale: brush.between(0.6, 1.1),
    }),
  );
  const farm = times(3, (at) => group(house(brush, 70, weather), { x: 260 + at * 84, y: 470, scale: 0.72 }));
  const road = path(
    `M560 ${HEIGHT}C640 590 470 560 560 500C610 468 560 450 590 428` +
      `L606 428C590 452 650 470 610 508C540 570 740 590 700 ${HEIGHT}Z`,
    '#e6d5b4',
  );
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, 330) +
    ridge(brush, { y: 400, swing: 40, fill: weather.hills[1], peaks: 3 }) +
    ridge(brush, { y: 470, swing: 30, fill: weather.hills[2], peaks: 4 }) +
    road +
    farm +
    trees
  );
}

export function street(brush: Brush): string {
  const weather = brush.pick([weathers.dusk, weathers.day, weathers.overcast, weathers.night]);
  const lamps = times(5, (at) => {
    const x = 110 + at * 250;
    const glow = weather.lamps === undefined ? '' : circle(x, 398, 46, weather.lamps, { opacity: 0.25 });
    return rect(x - 3, 400, 6, 180, '#2f3742') + glow + circle(x, 398, 13, weather.lamps ?? '#f5efe0');
  });
  const people = times(brush.whole(5, 8), () =>
    group(figure(brush), {
      x: brush.between(60, 1140),
      y: brush.between(590, 640),
      scale: brush.between(0.8, 1.05),
    }),
  );
  const pennants = times(14, (at) => {
    const x = 60 + at * 84;
    return polygon(
      [
        [x, 306 + (at % 3) * 5],
        [x + 30, 306 + (at % 3) * 5],
        [x + 15, 344],
      ],
      brush.pick(clothes),
    );
  });
  return (
    skyOf(brush, weather) +
    ridge(brush, { y: 360, swing: 30, fill: weather.hills[0] }) +
    group(houseRow(brush, 0, 800, 0, weather), { x: -10, y: 560, scale: 1.55 }) +
    stroke('M0 300Q300 330 600 304T1200 300', '#394250', 3) +
    pennants +
    rect(0, 555, WIDTH, 130, '#9d9388') +
    rect(0, 555, WIDTH, 12, '#7f766d') +
    lamps +
    people
  );
}

function stall(brush: Brush): string {
  const stripe = brush.pick(clothes);
  const awning = times(8, (at) =>
    path(
      `M${-160 + at * 40} -220H${-120 + at * 40}V-170Q${-140 + at * 40} -146 ${-160 + at * 40} -170Z`,
      at % 2 === 0 ? stripe : '#fbf4e6',
    ),
  );
  const goods = times(4, (crate) => {
    const fruit = brush.pick(['#d8573f', '#e8a93a', '#7ba05b', '#8e5a7d', '#e7d6a4']);
    const heap = times(9, (at) =>
      circle(-128 + crate * 76 + (at % 5) * 14, -92 - Math.floor(at / 5) * 12, 9, fruit),
    );
    return heap + rect(-144 + crate * 76, -88, 70, 30, '#a57c57', { round: 3 });
  });
  return (
    rect(-154, -180, 8, 180, '#6b513d') +
    rect(146, -180, 8, 180, '#6b513d') +
    goods +
    rect(-150, -60, 300, 60, '#8a6648') +
    awning
  );
}

export function market(brush: Brush): string {
  const weather = lightWeather(brush);
  const stalls = times(3, (at) => group(stall(brush), { x: 210 + at * 390, y: 570 }));
  const people = times(6, () =>
    group(figure(brush), {
      x: brush.between(60, 1140),
      y: brush.between(620, 655),
      scale: brush.between(1, 1.25),
    }),
  );
  return (
    skyOf(brush, weather) +
    group(houseRow(brush, 0, 860, 0, weather), { x: -10, y: 520, scale: 1.4 }) +
    rect(0, 515, WIDTH, 170, '#c9b999') +
    stalls +
    people
  );
}

export function stadium(brush: Brush): string {
  const weather = brush.pick([weathers.dusk, weathers.day, weathers.dawn]);
  const shirts = [
    brush.pick(['#c8483d', '#e0a234', '#7a3f63']),
    brush.pick(['#2c7a7b', '#3b5ba5', '#f4f1e6']),
  ];
  const crowd = times(330, (at) => {
    const row = at % 6;
    const x = brush.between(0, WIDTH);
    return circle(x, 262 + row * 20 + Math.abs(x - 600) * -0.03, 7, brush.pick([...clothes, ...skins]));
  });
  const masts = times(2, (at) => {
    const x = at === 0 ? 120 : 1080;
    const lamps = times(6, (lamp) =>
      circle(x - 30 + (lamp % 3) * 30, 92 + Math.floor(lamp / 3) * 24, 10, '#fff6cf'),
    );
    return rect(x - 5, 80, 10, 190, '#49525e') + rect(x - 48, 76, 96, 56, '#39424d', { round: 6 }) + lamps;
  });
  const players = times(9, (at) =>
    group(figure(brush, shirts[at % 2] as string), {
      x: 130 + at * 115 + brush.between(-34, 34),
      y: brush.between(490, 640),
      scale: brush.between(0.85, 1.15),
    }),
  );
  const puck = group(ellipse(0, 0, { x: 20, y: 8 }, '#6b3f2c') + ellipse(0, -3, { x: 20, y: 7 }, '#a5673f'), {
    x: brush.between(480, 720),
    y: brush.between(560, 630),
  });
  const lines =
    stroke('M0 470H1200M600 410V675', '#fbf6ea', 5, { opacity: 0.7 }) +
    `<ellipse cx="600" cy="545" rx="150" ry="54" fill="none" stroke="#fbf6ea" stroke-width="5" opacity=".7"/>`;
  return (
    skyOf(brush, weather) +
    path('M0 250Q600 190 1200 250V400H0Z', '#59636f') +
    crowd +
    rect(0, 376, WIDTH, 34, '#38506b') +
    times(8, (at) => rect(at * 150 + 6, 382, 138, 22, brush.pick(clothes), { round: 3, opacity: 0.85 })) +
    rect(0, 408, WIDTH, 270, '#dcc596') +
    ridge(brush, { y: 560, swing: 20, fill: '#d0b682', peaks: 5 }) +
    lines +
    masts +
    players +
    puck
  );
}

export function foundry(brush: Brush): string {
  const weather = brush.pick([weathers.dusk, weathers.overcast, weathers.dawn]);
  const chimneys = times(4, (at) => {
    const x = 170 + at * 250 + brush.between(-30, 30);
    const tall = brush.between(190, 290);
    const smoke = times(4, (puff) =>
      circle(x + 20 + puff * 32, 430 - tall - 22 - puff * 24, 18 + puff * 11, '#f0ece4', {
        opacity: 0.5 - puff * 0.1,
      }),
    );
    return (
      smoke +
      polygon(
        [
          [x - 20, 430],
          [x - 14, 430 - tall],
          [x + 14, 430 - tall],
          [x + 20, 430],
        ],
        '#8c5a4c',
      ) +
      rect(x - 16, 430 - tall + 16, 32, 12, '#e9dccb')
    );
  });
  const halls = times(6, (at) => {
    const x = at * 200 - 10;
    const glow =
      rect(x + 34, 500, 46, 60, '#f5a742', { round: 22 }) +
      rect(x + 118, 500, 46, 60, '#f5a742', { round: 22 });
    return (
      polygon(
        [
          [x, 580],
          [x, 420],
          [x + 100, 360],
          [x + 100, 420],
          [x + 200, 360],
          [x + 200, 580],
        ],
        brush.pick(['#4d5668', '#5a5260', '#455263']),
      ) + glow
    );
  });
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, 400) +
    chimneys +
    halls +
    rect(0, 575, WIDTH, 110, '#54493f') +
    times(7, () => group(figure(brush), { x: brush.between(60, 1140), y: brush.between(610, 655) }))
  );
}
