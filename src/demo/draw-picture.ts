// The demo newsroom's pictures are drawn, not stored: a scene and a seed give the same picture for ever, so that a
// picture has a lasting URL and the repository carries no binary file.

import { type Brush, brushFor, HEIGHT, WIDTH } from './pictures/brush';
import { birds, lighthouse, rowing, shore } from './pictures/coast-scenes';
import { chart, laboratory } from './pictures/desk-scenes';
import { books, hall, kitchen, stage } from './pictures/indoor-scenes';
import { foundry, hills, market, stadium, street } from './pictures/land-scenes';
import { portrait } from './pictures/portrait';
import { ferry, harbour, tide } from './pictures/sea-scenes';
import { comet, observatory } from './pictures/sky-scenes';

const scenes: Readonly<Record<string, (brush: Brush) => string>> = {
  birds,
  books,
  chart,
  comet,
  ferry,
  foundry,
  hall,
  harbour,
  hills,
  kitchen,
  laboratory,
  lighthouse,
  market,
  observatory,
  rowing,
  shore,
  stadium,
  stage,
  street,
  tide,
};

export const sceneNames: readonly string[] = Object.keys(scenes);

/** A scene or "portrait", a dash, and a seed of small letters, digits and dashes: "harbour-first-light". */
const pictureName = /^([a-z]+)-([a-z0-9][a-z0-9-]{0,79})$/;

export interface PictureSize {
  width: number;
  height: number;
}

export const scenePictureSize: PictureSize = { width: WIDTH, height: HEIGHT };
export const portraitSize: PictureSize = { width: 400, height: 400 };

/** The SVG of that name, or undefined when there is no such scene or the name is not one. */
export function drawPicture(name: string): string | undefined {
  const [, scene = '', seed = ''] = pictureName.exec(name) ?? [];
  if (scene === 'portrait') return portrait(seed);
  const draw = Object.hasOwn(scenes, scene) ? scenes[scene] : undefined;
  if (draw === undefined) return undefined;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `${draw(brushFor(`${scene} ${seed}`))}</svg>`
  );
}

/** Where the program serves that picture. */
export function picturePath(scene: string, seed: string): string {
  return `/pictures/${scene}-${seed}.svg`;
}
