// A drawn head and shoulders for an author's page, 400 by 400.

import { brushFor, circle, ellipse, path, rect, stroke } from './brush';
import { clothes, skins } from './town';

const hairColours = ['#2b2524', '#4a3226', '#7a5133', '#a86b35', '#8e8a86', '#c9a25b'] as const;
const backgrounds = ['#cfe0d8', '#f1d9bf', '#d5dbe6', '#e9d3cf', '#e4dfc2', '#c9dbe4'] as const;

const haircuts: readonly ((colour: string) => string)[] = [
  (colour) => path('M118 180Q110 78 200 76Q290 78 282 180Q268 128 200 126Q132 128 118 180Z', colour),
  (colour) =>
    path(
      'M112 250Q96 72 200 72Q304 72 288 250Q276 262 262 250Q282 130 200 124Q118 130 138 250Q124 262 112 250Z',
      colour,
    ),
  (colour) =>
    path('M116 176Q120 84 210 82Q292 92 284 178Q262 116 196 132Q150 142 116 176Z', colour) +
    circle(200, 70, 34, colour),
  (colour) =>
    [140, 172, 206, 240, 266].map((x, at) => circle(x, 104 + (at % 2) * -14, 32, colour)).join('') +
    circle(126, 140, 22, colour) +
    circle(276, 140, 22, colour),
  (colour) => path('M122 150Q126 96 200 96Q274 96 278 150Q240 122 200 122Q160 122 122 150Z', colour),
];

export function portrait(seed: string): string {
  const brush = brushFor(`portrait ${seed}`);
  const skin = brush.pick(skins);
  const hair = brush.pick(hairColours);
  const coat = brush.pick(clothes);
  const cut = brush.pick(haircuts);
  const glasses =
    brush.unit() < 0.4
      ? '<g fill="none" stroke="#2b2f38" stroke-width="5"><circle cx="168" cy="196" r="23"/>' +
        '<circle cx="232" cy="196" r="23"/><path d="M191 194q9 -7 18 0"/></g>'
      : '';
  const beard =
    brush.unit() < 0.25
      ? path('M128 206Q134 292 200 294Q266 292 272 206Q256 246 200 244Q144 246 128 206Z', hair)
      : '';
  const collar =
    brush.unit() < 0.5
      ? path('M160 306L200 350L240 306L252 322L204 376H196L148 322Z', '#fbf6ea')
      : rect(162, 300, 76, 26, '#fbf6ea', { round: 12 });
  const brow = stroke('M150 170q16 -10 32 -2M218 168q16 -8 32 2', hair, 6);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">' +
    rect(0, 0, 400, 400, brush.pick(backgrounds)) +
    circle(200, 190, 150, '#ffffff', { opacity: 0.35 }) +
    path('M40 400Q50 310 150 300H250Q350 310 360 400Z', coat) +
    rect(168, 240, 64, 80, skin, { round: 24 }) +
    ellipse(200, 262, { x: 34, y: 14 }, '#000000', { opacity: 0.1 }) +
    ellipse(200, 194, { x: 78, y: 92 }, skin) +
    circle(122, 200, 15, skin) +
    circle(278, 200, 15, skin) +
    beard +
    circle(168, 196, 7, '#2b2524') +
    circle(232, 196, 7, '#2b2524') +
    brow +
    stroke('M200 200q-10 24 4 28', '#000000', 4, { opacity: 0.25 }) +
    stroke('M174 250q26 20 52 0', '#8d3f35', 6) +
    cut(hair) +
    glasses +
    collar +
    '</svg>'
  );
}
