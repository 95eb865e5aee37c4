// What DUMP gives of a key, and beside it each string in it that Redis has compressed: a text may lie there in pieces.

const COMPRESSED = 0xc3;

/** A dump does not say where its strings begin: whatever can be unpacked from any place of it is. */
export function dumpedTexts(dump: Buffer): Buffer[] {
  const texts = [dump];
  for (let at = dump.indexOf(COMPRESSED); at !== -1; at = dump.indexOf(COMPRESSED, at + 1)) {
    const packed = lengthAt(dump, at + 1);
    const unpacked = packed && lengthAt(dump, packed.end);
    if (packed === undefined || unpacked === undefined || unpacked.length < packed.length) continue;
    const text = unpack(dump.subarray(unpacked.end, unpacked.end + packed.length), unpacked.length);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

function lengthAt(dump: Buffer, at: number): { length: number; end: number } | undefined {
  const first = dump[at];
  if (first === undefined) return undefined;
  if (first < 0x40) return { length: first, end: at + 1 };
  if (first < 0x80 && at + 1 < dump.length) {
    return { length: ((first & 0x3f) << 8) | dump[at + 1]!, end: at + 2 };
  }
  if (first === 0x80 && at + 4 < dump.length) return { length: dump.readUInt32BE(at + 1), end: at + 5 };
  return undefined;
}

/** LZF; undefined for what is none. */
function unpack(packed: Buffer, length: number): Buffer | undefined {
  if (length > 16_777_216) return undefined;
  const text = Buffer.alloc(length);
  let [from, to] = [0, 0];
  while (from < packed.length) {
    const control = packed[from++]!;
    if (control < 32) {
      if (from + control + 1 > packed.length || to + control + 1 > length) return undefined;
      to += packed.copy(text, to, from, from + control + 1);
      from += control + 1;
      continue;
    }
    let run = control >> 5;
    if (run === 7) run += packed[from++] ?? 0;
    const back = ((control & 0x1f) << 8) + (packed[from++] ?? 0) + 1;
    if (back > to || to + run + 2 > length) return undefined;
    for (let copied = 0; copied < run + 2; copied++, to++) text[to] = text[to - back]!;
  }
  return to === length ? text : undefined;
}
