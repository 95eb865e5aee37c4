// The means of every picture: chance that depends on the seed alone, so that a picture is the same at every start and
// in every process, and the few shapes that all scenes share.

export const WIDTH = 1200;
export const HEIGHT = 675;

export interface Brush {
  /** From 0 up to 1. */
  unit(): number;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** Chance from a text: FNV-1a of the seed, then mulberry32 (Ettinger, 2017). */
export function brushFor(seed: string): Brush {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    unit,
    between: (low, high) => low + unit() * (high - low),
    whole: (low, high) => Math.floor(low + unit() * (high - low + 1)),
    pick: (choices) => choices[Math.floor(unit() * choices.length)] as (typeof choices)[number],
  };
}

/** Runs `draw` for 0, 1, ... and joins what it gives. */
export function times(count: number, draw: (at: number) => string): string {
  let drawn = '';
  for (let at = 0; at < count; at++) drawn += draw(at);
  return drawn;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: { round?: number; opacity?: number } = {},
): string {
  const round = more.round === undefined ? '' : ` rx="${short(more.round)}"`;
  const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
  return `<rect ${box}${round} fill="${fill}"${opacityOf(more)}/>`;
}

export function circle(
  x: number,
  y: number,
  radius: number,
  fill: string,
  more: { opacity?: number } = {},
): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${fill}"${opacityOf(more)}/>`;
}

export function ellipse(
  x: number,
  y: number,
  radii: { x: number; y: number },
  fill: string,
  more: { opacity?: number; turn?: number } = {},
): string {
  const turn =
    more.turn === undefined ? '' : ` transform="rotate(${short(more.turn)} ${short(x)} ${short(y)})"`;
  const shape = `cx="${short(x)}" cy="${short(y)}" rx="${short(radii.x)}" ry="${short(radii.y)}"`;
  return `<ellipse ${shape} fill="${fill}"${opacityOf(more)}${turn}/>`;
}

export type Point = readonly [x: number, y: number];

export function polygon(points: readonly Point[], fill: string, more: { opacity?: number } = {}): string {
  const written = points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
  return `<polygon points="${written}" fill="${fill}"${opacityOf(more)}/>`;
}

export function path(d: string, fill: string, more: { opacity?: number } = {}): string {
  return `<path d="${d}" fill="${fill}"${opacityOf(more)}/>`;
}

export function stroke(
  d: string,
  colour: string,
  width: number,
  more: { opacity?: number; dash?: string } = {},
): string {
  const dash = more.dash === undefined ? '' : ` stroke-dasharray="${more.dash}"`;
  const pen = `stroke="${colour}" stroke-width="${short(width)}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<path d="${d}" fill="none" ${pen}${dash}${opacityOf(more)}/>`;
}

/** A smooth line through the points, as the `d` of a path. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let d = `M${short(first[0])} ${short(first[1])}`;
  let [lastX, lastY] = first;
  for (const [x, y] of rest) {
    const middle = (lastX + x) / 2;
    d += `C${short(middle)} ${short(lastY)} ${short(middle)} ${short(y)} ${short(x)} ${short(y)}`;
    [lastX, lastY] = [x, y];
  }
  return d;
}

export function group(
  inside: string,
  placed: { x?: number; y?: number; scale?: number; turn?: number } = {},
): string {
  const { x = 0, y = 0, scale = 1, turn = 0 } = placed;
  const size = Math.round(scale * 1000) / 1000;
  const placing = `translate(${short(x)} ${short(y)}) rotate(${short(turn)}) scale(${size})`;
  return `<g transform="${placing}">${inside}</g>`;
}

function opacityOf(more: { opacity?: number }): string {
  return more.opacity === undefined ? '' : ` opacity="${Math.round(more.opacity * 100) / 100}"`;
}
