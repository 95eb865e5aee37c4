// Dates as feeds write them: RFC 822 with two or four digits of year, named or numeric zones and the month in any of
// the languages below, and ISO 8601 from the year alone to the second. `new Date(text)` will not do: it reads what
// it does not know as local time, and "31 Feb" as 3 March.

/** Milliseconds since 1970; nothing when the text is no date or names a day that never was. */
export function readFeedDate(text: string): number | undefined {
  const written = text
    .trim()
    .slice(0, MAX_DATE_CHARACTERS)
    .replace(/[년월年月]\s*/g, '-')
    .replace(/[일日]\s*/, ' ')
    .trim();
  const parts = isoParts(written) ?? rfc822Parts(written) ?? numericParts(written);
  return parts && toMs(parts);
}

const MAX_DATE_CHARACTERS = 64;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;

interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  zoneMinutes: number;
}

const iso =
  /^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?|(\d{2})(\d{2}))?(?:[T\s]\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*([A-Z]{1,5}|[+-]\d{1,2}:?\d{0,2})?)?$/i;
const rfc822 =
  /^(?:[\p{L}.]+,?\s+)?(\d{1,2})[\s.-]+(?:de\s+)?([\p{L}]+)\.?[\s,-]+(?:de\s+)?(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?\s*(?:\(?((?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Z]{1,5})\)?)?/iu;
// ctime: "Tue Jun  3 09:39:21 2003"; American: "June 3, 2003 09:39"
const monthFirst =
  /^(?:[\p{L}]+,?\s+)?([\p{L}]+)\.?\s+(\d{1,2}),?\s+(?:(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([A-Z]{3,4}\s+)?(\d{4})|(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?)\s*([A-Z]{1,5}|[+-]\d{2}:?\d{2})?$/iu;

// biome-ignore format: a table
const zones: Record<string, number> = {
  z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, bst: 60, west: 60, cet: 60, met: 60, cest: 120, mest: 120, eet: 120, eest: 180,
  msk: 180, ist: 330, kst: 540, jst: 540, aest: 600, aedt: 660, nzst: 720, nzdt: 780, brt: -180, est: -300, edt: -240,
  cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, akst: -540, akdt: -480, hst: -600,
};

// English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish: the first letters that tell a month from the
// others, in lower case without accents.
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev'],
  ['mar', 'mrt', 'maart', 'mrz'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'maj', 'mei', 'mag'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aout', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'out', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

function isoParts(text: string): DateParts | undefined {
  const match = iso.exec(text);
  return match === null
    ? undefined
    : parts(
        { year: match[1], month: match[2] ?? match[4], day: match[3] ?? match[5] },
        [match[6], match[7], match[8]],
        match[9],
      );
}

function rfc822Parts(text: string): DateParts | undefined {
  const match = rfc822.exec(text);
  if (match !== null) {
    const month = monthOf(match[2] as string);
    if (month !== undefined)
      return parts({ year: match[3], month, day: match[1] }, [match[4], match[5], match[6]], match[7]);
  }
  const other = monthFirst.exec(text);
  const month = other === null ? undefined : monthOf(other[1] as string);
  if (!other || month === undefined) return undefined;
  const time = [other[3] ?? other[9], other[4] ?? other[10], other[5] ?? other[11]];
  return parts({ year: other[7] ?? other[8], month, day: other[2] }, time, (other[6] ?? other[12])?.trim());
}

/** Seconds or milliseconds since 1970, as some programs write them. */
function numericParts(text: string): DateParts | undefined {
  if (!/^\d{9,13}$/.test(text)) return undefined;
  const date = new Date(Number(text) * (text.length > 11 ? 1 : 1_000));
  return isoParts(date.toISOString());
}

function monthOf(name: string): string | undefined {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const index = months.findIndex((beginnings) => beginnings.some((beginning) => plain.startsWith(beginning)));
  return index === -1 ? undefined : String(index + 1);
}

function parts(
  { year, month = '1', day = '1' }: { year?: string; month?: string; day?: string },
  [hour = '0', minute = '0', second = '0']: readonly (string | undefined)[],
  zone = 'z',
): DateParts | undefined {
  const zoneMinutes = zoneOf(zone);
  if (year === undefined || zoneMinutes === undefined) return undefined;
  return {
    year: fullYear(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    zoneMinutes,
  };
}

/** RFC 2822: two digits below 50 are of this century. */
function fullYear(written: string): number {
  const year = Number(written);
  if (written.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function zoneOf(written: string): number | undefined {
  const zone = written.toLowerCase().replace(/^(gmt|utc)(?=[+-])/, '');
  const numeric = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (numeric === null) return zones[zone] ?? 0; // an unknown name: most feeds mean UTC
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? '0');
  return minutes > 14 * 60 ? undefined : numeric[1] === '-' ? -minutes : minutes;
}

function toMs(given: DateParts): number | undefined {
  const { year, month, day, hour, minute, second, zoneMinutes } = given;
  if (year < FIRST_YEAR || year > LAST_YEAR || hour > 24 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  return midnight.getTime() + ((hour * 60 + minute - zoneMinutes) * 60 + second) * 1_000;
}
