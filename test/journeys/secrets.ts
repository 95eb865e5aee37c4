// What must not be found, in every form in which it could lie somewhere.

import type { Kept } from './everything-kept';

export function findings(secrets: readonly string[], kept: readonly Kept[]): string[] {
  return secrets.flatMap((secret) => {
    const forms = formsOf(secret);
    return kept
      .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
      .map(({ where }) => `${secret} in ${where}`);
  });
}

export function formsOf(secret: string): Buffer[] {
  const texts = [...encodingsOf(Buffer.from(secret)), secret, encodeURIComponent(secret)];
  return [...new Set([...texts, secret.toUpperCase(), ...addressTexts(secret)])].map((text) =>
    Buffer.from(text),
  );
}

function encodingsOf(bytes: Buffer): string[] {
  const hex = bytes.toString('hex');
  return [hex, hex.toUpperCase(), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
}

/** In every spelling, and as the bytes or the number that it is. */
function addressTexts(ip: string): string[] {
  const bytes = bytesOf(ip);
  if (bytes === undefined) return [];
  if (bytes.length === 4) {
    const parts = [...bytes];
    const hextets = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)].map((part) => part.toString(16));
    return [
      ...encodingsOf(bytes),
      // Of ten digits, or a negative one of as many.
      ...[String(bytes.readUInt32BE()), String(bytes.readInt32BE())],
      ...[parts.reverse().join('.'), `::ffff:${hextets.join(':')}`],
    ];
  }
  const hextets = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index));
  const padded = hextets.map((part) => part.toString(16).padStart(4, '0'));
  const short = hextets.map((part) => part.toString(16)).join(':');
  const compressed = short.replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
  return [
    ...encodingsOf(bytes),
    ...[padded, [short], [compressed]].flatMap((parts) => [parts.join(':'), parts.join(':').toUpperCase()]),
    [...padded.join('')].reverse().join('.'),
  ];
}

export function bytesOf(ip: string): Buffer | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(ip)) return Buffer.from(ip.split('.').map(Number));
  if (!/^[\da-f:]+$/i.test(ip) || !ip.includes(':')) return undefined;
  const [before = '', after] = ip.split('::');
  const partsOf = (text: string) => text.split(':').filter((part) => part !== '');
  const [first, last] = [partsOf(before), partsOf(after ?? '')];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return Buffer.from([...first, ...zeros, ...last].map((part) => part.padStart(4, '0')).join(''), 'hex');
}
