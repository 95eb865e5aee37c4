import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { drawPicture, picturePath, sceneNames } from '../../src/demo/draw-picture';

const seed = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,40}$/);
const scene = fc.constantFrom(...sceneNames, 'portrait');

describe('a drawn picture', () => {
  test('is the same for one name, whenever it is drawn', () => {
    fc.assert(
      fc.property(scene, seed, (name, of) => {
        expect(drawPicture(`${name}-${of}`)).toBe(drawPicture(`${name}-${of}`));
      }),
      { numRuns: 60 },
    );
  });

  test('is an SVG with no number that is none, whatever the seed', () => {
    fc.assert(
      fc.property(scene, seed, (name, of) => {
        const svg = drawPicture(`${name}-${of}`) ?? '';
        expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
        expect(svg).not.toMatch(/NaN|undefined|Infinity|\[object/);
        expect(parseDocument(svg, { xmlMode: true }).children).toHaveLength(1);
      }),
      { numRuns: 120 },
    );
  });

  test.each(sceneNames)('of %s differs from seed to seed and stays under 80 KB', (name) => {
    const one = drawPicture(`${name}-one`) ?? '';
    expect(one).not.toBe(drawPicture(`${name}-two`));
    expect(one.length).toBeLessThan(80_000);
  });

  test.each([
    '',
    'harbour',
    'harbour-',
    'harbour--x',
    'Harbour-x',
    'volcano-x',
    'constructor-x',
    '__proto__-x',
    'harbour-x"><script>',
    '../harbour-x',
    'harbour-x/..',
    'harbour-\u0000',
    `harbour-${'x'.repeat(81)}`,
  ])('is none for the name %j', (name) => {
    expect(drawPicture(name)).toBeUndefined();
  });

  test('has a path that names it', () => {
    expect(picturePath('ferry', 'night-crossing')).toBe('/pictures/ferry-night-crossing.svg');
  });
});
