// Drawing by hand: scales, axes and text as SVG. Colours are CSS variables of the page, so that it has a dark form too.

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Scale {
  (value: number): number;
  ticks: number[];
}

export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Whole steps of 1, 2 or 5 times a power of ten, some `about` of them. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  about = 5,
): Scale {
  const [low, high] = domain;
  const span = high - low || 1;
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) ticks.push(at * step);
  const scale = (value: number) => range[0] + ((value - low) / span) * (range[1] - range[0]);
  return Object.assign(scale, { ticks });
}

/** For what is spread over powers of ten; what is below its beginning stands at it. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [low, high] = domain.map(Math.log10) as [number, number];
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= domain[0] * (1 - 1e-9) && value <= domain[1] * (1 + 1e-9)) ticks.push(value);
    }
  }
  const scale = (value: number) =>
    range[0] + ((Math.log10(Math.max(value, domain[0])) - low) / (high - low || 1)) * (range[1] - range[0]);
  return Object.assign(scale, { ticks });
}

const timeSteps = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080].map(
  (minutes) => minutes * 60_000,
);

/** On the hours and days of UTC. */
export function timeScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  about = 8,
): Scale {
  const scale = linearScale(domain, range);
  const step = timeSteps.find((one) => (domain[1] - domain[0]) / one <= about) ?? timeSteps.at(-1)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(domain[0] / step) * step; at <= domain[1]; at += step) ticks.push(at);
  return Object.assign((value: number) => scale(value), { ticks });
}

/** The hour, and at midnight the day. */
export function timeWords(atMs: number): string {
  const iso = new Date(atMs).toISOString();
  return iso.slice(11, 16) === '00:00'
    ? `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1]}`
    : iso.slice(11, 16);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const fixed = (value: number): string => String(Math.round(value * 10) / 10);

export interface TextRules {
  anchor?: 'start' | 'middle' | 'end';
  kind?: string;
}

export function text(
  x: number,
  y: number,
  words: string,
  { anchor = 'start', kind = 'tick' }: TextRules = {},
): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}" class="${kind}">${escaped(words)}</text>`;
}

/** Broken where a value is missing. */
export function path(points: readonly (readonly [number, number] | undefined)[], attributes: string): string {
  let drawn = '';
  let isDown = false;
  for (const point of points) {
    if (point !== undefined) drawn += `${isDown ? 'L' : 'M'}${fixed(point[0])} ${fixed(point[1])}`;
    isDown = point !== undefined;
  }
  return `<path d="${drawn}" fill="none" ${attributes}/>`;
}

export function horizontalGrid(box: Box, y: Scale, words: (value: number) => string): string {
  return y.ticks
    .map((tick) => {
      const at = fixed(y(tick));
      const line = `<line x1="${box.left}" x2="${box.left + box.width}" y1="${at}" y2="${at}" class="grid"/>`;
      return line + text(box.left - 8, y(tick) + 4, words(tick), { anchor: 'end' });
    })
    .join('');
}

export function verticalGrid(box: Box, x: Scale, words: (value: number) => string): string {
  const bottom = box.top + box.height;
  return x.ticks
    .map((tick) => {
      const at = fixed(x(tick));
      const line = `<line x1="${at}" x2="${at}" y1="${box.top}" y2="${bottom}" class="grid"/>`;
      return line + text(x(tick), bottom + 18, words(tick), { anchor: 'middle' });
    })
    .join('');
}

export function svg(width: number, height: number, title: string, content: string): string {
  return (
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">` +
    `<title>${escaped(title)}</title>${content}</svg>`
  );
}
