// The header of a Redis script is its contract: "-- KEYS  1 the board (sorted set)   2 its landmarks (hash)".

/** Slots that the header names and the code does not use, or the other way round; "5.." names all from 5 on. */
export function slotMistakes(lua: string, kind: 'KEYS' | 'ARGV'): string[] {
  const lines = lua.split('\n');
  const codeAt = lines.findIndex((line) => !line.startsWith('--') && line.trim() !== '');
  const code = lines.slice(codeAt).join('\n');
  const section = new RegExp(`^-- ${kind} +([\\s\\S]*?)(?=^-- [A-Z]{4,}|^[^-]|$(?![\\s\\S]))`, 'm').exec(
    lines.slice(0, codeAt).join('\n'),
  );
  const slots = [...(section?.[1] ?? '').matchAll(/(?:^|\s{2,}|--\s+)(\d+)(\.\.)?(?=\s)/gm)];
  const single = slots.filter((slot) => slot[2] === undefined).map((slot) => Number(slot[1]));
  const isOpen = slots.length > single.length;
  const used = [...code.matchAll(new RegExp(`\\b${kind}\\[(\\d+)\\]`, 'g'))].map((match) => Number(match[1]));
  const usesOpenly = new RegExp(`\\b${kind}\\[[^\\]]*[a-z#]|[({, ]${kind}[,)}]|#${kind}\\b`, 'i').test(code);
  return [
    ...single.filter((slot) => !used.includes(slot)).map((slot) => `${kind}[${slot}] is named but not used`),
    ...used
      .filter((slot) => !single.includes(slot) && !isOpen)
      .map((slot) => `${kind}[${slot}] is used but not named`),
    ...(isOpen && !usesOpenly ? [`${kind} from a number on is named but not used`] : []),
  ];
}
