// Scenes where the land ends: lighthouse, rowing, shore (kelp on its racks), birds.

import { type Brush, circle, ellipse, group, path, polygon, rect, stroke, times, WIDTH } from './brush';
import { house } from './town';
import { gull, gulls, hillsOf, lightWeather, ridge, skyOf, waterOf, weathers } from './weather';

function towerOf(band: string, beam: string): string {
  return (
    polygon(
      [
        [-46, 0],
        [-30, -250],
        [30, -250],
        [46, 0],
      ],
      '#f7f2e6',
    ) +
    polygon(
      [
        [-42.2, -60],
        [-37.1, -140],
        [37.1, -140],
        [42.2, -60],
      ],
      band,
    ) +
    polygon(
      [
        [-33.2, -200],
        [-30, -250],
        [30, -250],
        [33.2, -200],
      ],
      band,
    ) +
    rect(-42, -262, 84, 14, '#39424d', { round: 4 }) +
    rect(-24, -310, 48, 50, beam) +
    rect(-26, -312, 6, 52, '#39424d') +
    rect(20, -312, 6, 52, '#39424d') +
    path('M-34 -308Q0 -356 34 -308Z', '#39424d') +
    rect(-10, -40, 20, 40, '#5b4636', { round: 8 })
  );
}

export function lighthouse(brush: Brush): string {
  const weather = brush.pick([weathers.dusk, weathers.night, weathers.dawn, weathers.overcast]);
  const x = brush.between(380, 820);
  const ground = 470;
  const beam = weather.lamps ?? weather.light;
  const tower = towerOf(brush.pick(['#c8483d', '#2f4a5f', '#2c7a7b']), beam);
  const rays =
    polygon(
      [
        [x, ground - 284],
        [-120, ground - 420],
        [-120, ground - 250],
      ],
      beam,
      { opacity: 0.28 },
    ) +
    polygon(
      [
        [x, ground - 284],
        [WIDTH + 120, ground - 360],
        [WIDTH + 120, ground - 190],
      ],
      beam,
      { opacity: 0.28 },
    );
  const rock = path(
    `M${x - 330} 590C${x - 250} 470 ${x - 150} 455 ${x - 70} ${ground - 4}` +
      `H${x + 70}C${x + 160} 460 ${x + 230} 500 ${x + 350} 600Z`,
    '#33404c',
  );
  return (
    skyOf(brush, weather) +
    rays +
    waterOf(brush, weather, 430) +
    rock +
    group(house(brush, 84, weather), { x: x + 104, y: ground + 12, scale: 0.8 }) +
    group(tower, { x, y: ground }) +
    stroke(`M${x - 350} 600C${x - 200} 575 ${x + 150} 620 ${x + 380} 604`, '#ffffff', 9, { opacity: 0.6 }) +
    gulls(brush, 3)
  );
}

function rowingBoat(brush: Brush, colour: string): string {
  const crew = times(5, (at) => {
    const x = -150 + at * 66;
    const oar =
      stroke(`M${x} -18L${x - 54} 44`, '#6b513d', 6) +
      ellipse(x - 60, 50, { x: 16, y: 6 }, '#f3e2c2', { turn: 40 });
    const back = path(`M${x - 16} 2Q${x - 8} -44 ${x + 20} -40L${x + 18} 2Z`, colour);
    return back + circle(x + 18, -54, 14, brush.pick(['#e5b08f', '#c98d66', '#8d5a3f'])) + oar;
  });
  return (
    crew + path('M-250 0H240Q214 34 160 36H-190Q-232 30 -250 0Z', '#f7f2e6') + rect(-244, 6, 474, 7, colour)
  );
}

export function rowing(brush: Brush): string {
  const weather = lightWeather(brush);
  const colours = ['#c8483d', '#2c7a7b', '#e0a234'];
  const boats = times(3, (at) =>
    group(rowingBoat(brush, colours[at] as string), {
      x: brush.between(360, 820),
      y: 380 + at * 105,
      scale: 0.62 + at * 0.2,
    }),
  );
  return skyOf(brush, weather) + hillsOf(brush, weather, 300) + waterOf(brush, weather, 300) + boats;
}

export function shore(brush: Brush): string {
  const weather = lightWeather(brush);
  const racks = times(4, (at) => {
    const x = 150 + at * 260;
    const kelp = times(11, (strand) => {
      const down = brush.between(70, 118);
      return stroke(
        `M${x + 6 + strand * 17} 486q8 ${down / 2} -3 ${down}`,
        brush.pick(['#4c5b2f', '#6d6b2d', '#3d4a34']),
        9,
      );
    });
    return (
      rect(x - 6, 470, 9, 160, '#7b5d45') +
      rect(x + 190, 470, 9, 160, '#7b5d45') +
      rect(x - 16, 480, 226, 8, '#93715a') +
      kelp
    );
  });
  const stones = times(24, () =>
    ellipse(
      brush.between(0, WIDTH),
      brush.between(600, 670),
      { x: brush.between(8, 30), y: brush.between(5, 14) },
      '#b6a58d',
      { opacity: 0.8 },
    ),
  );
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, 300) +
    waterOf(brush, weather, 300) +
    ridge(brush, { y: 480, swing: 18, fill: '#e8d6b3', peaks: 3 }) +
    ridge(brush, { y: 590, swing: 16, fill: '#d7bf95', peaks: 3 }) +
    stones +
    racks +
    gulls(brush, 4)
  );
}

export function birds(brush: Brush): string {
  const weather = brush.pick([weathers.dawn, weathers.day, weathers.overcast]);
  const flock = times(26, (at) => {
    const arm = at % 2 === 0 ? 1 : -1;
    return gull(
      600 + arm * at * 17 + brush.between(-16, 16),
      120 + at * 9 + brush.between(-12, 12),
      brush.between(0.5, 0.9),
      '#36424f',
    );
  });
  const waders = times(5, () => {
    const body =
      stroke('M-4 -8V26M6 -8V26', '#d9703f', 4) +
      ellipse(0, -26, { x: 32, y: 20 }, '#fbf8ef') +
      path('M-34 -30Q-2 -52 30 -20Q0 -14 -34 -30Z', '#2e3640') +
      circle(27, -48, 12, '#2e3640') +
      polygon(
        [
          [36, -51],
          [66, -44],
          [36, -44],
        ],
        '#e2733d',
      ) +
      circle(30, -51, 2.6, '#ffffff');
    return group(body, {
      x: brush.between(120, 1080),
      y: brush.between(570, 630),
      scale: brush.between(0.9, 1.4),
    });
  });
  const reeds = times(60, () => {
    const x = brush.between(0, WIDTH);
    return stroke(
      `M${Math.round(x)} 675q6 -60 ${brush.whole(-14, 14)} -${brush.whole(70, 130)}`,
      brush.pick(['#7d8a4d', '#a2944f', '#5d6f4a']),
      4,
    );
  });
  return (
    skyOf(brush, weather) +
    hillsOf(brush, weather, 400) +
    waterOf(brush, weather, 400) +
    flock +
    ridge(brush, { y: 610, swing: 16, fill: '#a8946d', peaks: 4 }) +
    waders +
    reeds
  );
}
