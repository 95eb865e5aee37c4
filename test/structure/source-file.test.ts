// The rules of test/structure.test.ts are only as good as these: each is shown something that it must find.

import { slotMistakes } from './script-slots';
import { clockUsesOf, defaultExportsOf, functionsOf } from './source-file';

const file = (text: string) => ({ path: 'src/a.ts', text });

describe('functions of a file', () => {
  test('are found with their names and lengths, after comments and other scripts', () => {
    const text = [
      '// 등불 — a comment of more bytes than letters',
      'export function first(): void {',
      '  return;',
      '}',
      'class Held {',
      '  constructor(readonly n: number) {}',
      '  async second(): Promise<void> {',
      '    await this.third();',
      '  }',
      '  third = async () => undefined;',
      '}',
      'const fourth = (): number =>',
      '  1;',
    ].join('\n');
    expect(functionsOf(file(text)).map(({ name, line, lines }) => [name, line, lines])).toEqual([
      ['first', 2, 3],
      ['constructor', 6, 1],
      ['second', 7, 3],
      ['third', 10, 1],
      ['fourth', 12, 2],
    ]);
  });
});

describe('uses of the time', () => {
  test.each([
    ['const now = Date.now();', ['Date.now']],
    ['const now = new Date();', ['new Date()']],
    ['const then = new Date(0);', []],
    ['setTimeout(() => undefined, 5);', ['setTimeout']],
    ['class A { tick = setInterval(this.act, 5); }', ['setInterval']],
    ['const from = performance.now();', ['performance.now']],
    ['clock.after(5, act); // Date.now() in a comment', []],
    ['const text = "Date.now()";', []],
  ])('%s', (text, found) => {
    expect(clockUsesOf(file(text)).map(({ name }) => name)).toEqual(found);
  });
});

describe('default exports', () => {
  test.each([
    ['export default class A {}', 1],
    ['const a = 1;\nexport default a;', 1],
    ['export const a = 1;', 0],
  ])('%s', (text, count) => {
    expect(defaultExportsOf(file(text))).toHaveLength(count);
  });
});

describe('slots of a script', () => {
  const header =
    '-- Does something.\n-- KEYS  1 a board (hash: 2 fields)   2 another\n--       3.. the rest\n';
  const args = '-- ARGV  1 now, ms; 0 means never   2 how many\n-- GIVES 1 done, 0 not\n';
  const keys = "redis.call('GET', KEYS[1])\nfor i = 3, #KEYS do redis.call('DEL', KEYS[i]) end\n";

  test.each([
    ['KEYS', `${keys}local b = KEYS[2]`, []],
    ['KEYS', keys, ['KEYS[2] is named but not used']],
    ['KEYS', 'return KEYS[1] .. KEYS[2]', ['KEYS from a number on is named but not used']],
    ['ARGV', 'return ARGV[1] + ARGV[2]', []],
    ['ARGV', 'return ARGV[1]', ['ARGV[2] is named but not used']],
    ['ARGV', 'return ARGV[1] + ARGV[2] + ARGV[3]', ['ARGV[3] is used but not named']],
  ] as const)('%s in %j', (kind, code, mistakes) => {
    expect(slotMistakes(`${header}${args}${code}\n`, kind)).toEqual(mistakes);
  });

  test('of a script without a header are all unnamed', () => {
    expect(slotMistakes('-- Adds.\nreturn ARGV[1]\n', 'ARGV')).toEqual(['ARGV[1] is used but not named']);
  });
});
