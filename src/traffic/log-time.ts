/** Milliseconds since 1970 of the earliest and the latest time that a log may hold. */
export const EARLIEST_MS = Date.UTC(1990, 0, 1);
export const LATEST_MS = Date.UTC(2100, 0, 1);

const number = /^\d{1,17}(\.\d{1,9})?$/;
const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?([.,]\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;

// Seconds, milliseconds and microseconds of the years 1990 to 2100 do not overlap.
const MAX_SECONDS = LATEST_MS / 1_000;
const MAX_MICROSECONDS = LATEST_MS * 1_000;

/** From seconds, milliseconds or microseconds since 1970, or ISO 8601 (UTC where no zone is given). */
export function readLogTime(written: string): number | undefined {
  const ms = number.test(written) ? fromNumber(Number(written)) : fromIso(written);
  return ms !== undefined && ms >= EARLIEST_MS && ms < LATEST_MS ? ms : undefined;
}

function fromNumber(value: number): number | undefined {
  if (value < MAX_SECONDS) return Math.round(value * 1_000);
  if (value < LATEST_MS) return Math.floor(value);
  return value < MAX_MICROSECONDS ? Math.floor(value / 1_000) : undefined;
}

function fromIso(written: string): number | undefined {
  const match = iso.exec(written);
  if (match === null) return undefined;
  const [, day, time = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = match;
  const midnight = new Date(`${day}T00:00:00Z`);
  // V8 reads 31 February as 3 March
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined;
  const ms = Date.parse(
    `${day}T${time}${seconds}${fraction.replace(',', '.').slice(0, 4)}${zone.toUpperCase()}`,
  );
  return Number.isNaN(ms) ? undefined : ms;
}
