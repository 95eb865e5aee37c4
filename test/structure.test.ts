// The style of the project, as far as a machine can see it. A rule that hurts is changed here, in the commit that needs
// it; an exception is a line below with its reason.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configMarkdown } from '../src/cli/config';
import { slotMistakes } from './structure/script-slots';
import {
  clockUsesOf,
  defaultExportsOf,
  filesUnder,
  foldersUnder,
  functionsOf,
} from './structure/source-file';

const MAX_FILE_LINES = 300;
const MAX_MEDIAN_LINES = 120;
const MAX_FUNCTION_LINES = 70;
const MAX_COLUMNS = 120;

/** Files that may be longer, each with its reason. */
const longFiles: Record<string, string> = {};

/** Functions that may be longer, as "path name", each with its reason. */
const longFunctions: Record<string, string> = {};

/** Files that read the machine's time or set its timers. */
const clockFiles: Record<string, string> = {
  'src/platform/clock.ts': 'the clock itself',
  'src/platform/redis/redis-clock.ts': 'the clock that follows Redis',
};

/** Tests that stand beside the mirror of src/. */
const besideTheMirror =
  /^test\/(bench|evaluate|journeys|faults|oracles|builders|setup|structure|web)\/|^test\/[^/]+\.test\.ts$/;

/** Jest asks for these as default exports. */
const mayExportDefault = /^test\/setup\/global-(setup|teardown)\.ts$/;

/** A regular expression cannot be continued on the next line. */
const unbreakable = /^\s*\/\^.*\/[a-z]*[,;]?$/;

const forbiddenNames = /^(utils?|common|helpers?|shared|misc|lib|types|interfaces|index)$/;
const unfinished = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|X{3})\\b`);
const pathsOfAMachine = /(?<![\w.-])\/(home|Users|work|root)\/[\w.-]+/;

const root = resolve(__dirname, '..');
const sources = filesUnder(['src', 'ormconfig.ts'], ['.ts']);
const tests = filesUnder(['test'], ['.ts']);
const scripts = filesUnder(['src'], ['.lua']);
const texts = filesUnder(
  [
    'src',
    'test',
    'bin',
    'docs',
    'docker',
    'examples',
    'schema',
    'package.json',
    'README.md',
    'CONTRIBUTING.md',
    '.ci',
  ],
  ['.ts', '.mjs', '.cjs', '.lua', '.json', '.md', '.graphql', '.yaml', 'Dockerfile', '.svg', 'run'],
);

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

describe('every file', () => {
  test('of the tests stands where its source stands', () => {
    const known = new Set(filesUnder(['src', 'bin'], ['.ts', '.mjs', '.lua']).map(({ path }) => path));
    const hasSource = (path: string): boolean => {
      const source = path.replace(/^test\/(bin\/)?/, (_, bin) => bin ?? 'src/').replace(/\.test\.ts$/, '');
      const ofOneAspect = source.replace(/\.[\w-]+$/, ''); // a.repository.pages.test.ts is one more test of a.repository
      return [source, ofOneAspect].some((stem) =>
        ['.ts', '.mjs', '.lua'].some((ending) => known.has(`${stem}${ending}`)),
      );
    };
    const strays = tests.map(({ path }) => path).filter((path) => path.endsWith('.test.ts'));
    expect(strays.filter((path) => !besideTheMirror.test(path) && !hasSource(path))).toEqual([]);
  });

  test('stands in a folder that the dependency rules know', () => {
    const rules: string[] = require('../.dependency-cruiser.cjs').forbidden.map(
      ({ name }: { name: string }) => name,
    );
    const folders = foldersUnder('src').filter((folder) => !['platform', 'compose', 'cli'].includes(folder));
    expect(folders.filter((folder) => !rules.includes(`${folder}-imports`))).toEqual([]);
    const parts = foldersUnder('src/platform');
    expect(parts.filter((part) => !rules.includes(`platform-${part}-imports`))).toEqual([]);
  });

  test('is named by what it holds', () => {
    const namedBadly = [...sources, ...tests, ...scripts].filter(({ path }) => {
      const [file = '', ...folders] = path.split('/').reverse();
      const stem = file.split('.')[0] ?? '';
      return [stem, ...folders].some((name) => forbiddenNames.test(name)) || /\.service\.ts$/.test(path);
    });
    expect(namedBadly.map(({ path }) => path)).toEqual([]);
  });

  test(`has at most ${MAX_FILE_LINES} lines, half of them at most ${MAX_MEDIAN_LINES}`, () => {
    const lengths = [...sources, ...scripts].map(({ path, text }) => ({ path, lines: linesOf(text) }));
    const tooLong = lengths.filter(({ path, lines }) => lines > MAX_FILE_LINES && !(path in longFiles));
    expect(tooLong).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MAX_MEDIAN_LINES);
  });

  test(`has at most ${MAX_COLUMNS} columns`, () => {
    const wide = [...sources, ...scripts].flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, at) =>
          line.length > MAX_COLUMNS && !unbreakable.test(line) ? [`${path}:${at + 1}`] : [],
        ),
    );
    expect(wide).toEqual([]);
  });

  test('exports by name', () => {
    const byDefault = [...sources, ...tests].filter(
      (file) => !mayExportDefault.test(file.path) && defaultExportsOf(file).length > 0,
    );
    expect(byDefault.map(({ path }) => path)).toEqual([]);
  });

  test('is finished, and knows no machine', () => {
    const marks = texts.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, at) => {
        const mark = unfinished.exec(line)?.[0] ?? pathsOfAMachine.exec(line)?.[0];
        return mark === undefined ? [] : [`${path}:${at + 1}: ${mark}`];
      }),
    );
    expect(marks).toEqual([]);
  });
});

describe('every function', () => {
  test(`has at most ${MAX_FUNCTION_LINES} lines`, () => {
    const tooLong = sources.flatMap((file) =>
      functionsOf(file)
        .filter(({ name, lines }) => lines > MAX_FUNCTION_LINES && !(`${file.path} ${name}` in longFunctions))
        .map(({ name, line, lines }) => `${file.path}:${line} ${name}: ${lines} lines`),
    );
    expect(tooLong).toEqual([]);
  });

  test('is given its time', () => {
    const takers = sources
      .filter(({ path }) => !(path in clockFiles))
      .flatMap((file) => clockUsesOf(file).map(({ name, line }) => `${file.path}:${line} ${name}`));
    expect(takers).toEqual([]);
  });
});

describe('every advisory lock', () => {
  test('has a number of its own', () => {
    const numbers = sources.flatMap(({ text }) =>
      [...text.matchAll(/^(?:export )?const \w+_LOCK = ([\d_]+);/gm)].map((match) => match[1]),
    );
    const users = sources.filter(({ text }) => /\bpg_(try_)?advisory_(xact_)?lock(_shared)?\b/.test(text));
    const nameless = users.filter(({ text }) => !/\b[A-Z_]+_LOCK\b/.test(text)).map(({ path }) => path);
    // Its callers give it theirs.
    expect(nameless.filter((path) => path !== 'src/platform/postgres/one-at-a-time.ts')).toEqual([]);
    expect(numbers.length).toBeGreaterThan(0);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('every exception', () => {
  test('is still needed', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const named = [...Object.keys(longFiles), ...Object.keys(clockFiles)];
    const ofFunctions = Object.keys(longFunctions).map((key) => key.split(' ')[0] ?? '');
    expect([...named, ...ofFunctions].filter((path) => !paths.has(path))).toEqual([]);
  });
});

describe('every Redis script', () => {
  const included = new Set(
    scripts.flatMap(({ text }) => [...text.matchAll(/^-- include: (\S+)/gm)].map((match) => match[1])),
  );

  test('has its typed caller beside it, or is included by one that has', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const alone = scripts.filter(({ path }) => {
      const name = path.split('/').pop() ?? '';
      return !paths.has(path.replace(/\.lua$/, '.script.ts')) && !included.has(name);
    });
    expect(alone.map(({ path }) => path)).toEqual([]);
  });

  test('uses every slot of its header, and no other', () => {
    const wrong = scripts.flatMap(({ path, text }) =>
      (['KEYS', 'ARGV'] as const).flatMap((kind) =>
        slotMistakes(text, kind).map((slot) => `${path}: ${slot}`),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('docs/config.md', () => {
  test('is what `npm run config -- --markdown` prints', () => {
    expect(readFileSync(join(root, 'docs', 'config.md'), 'utf8')).toBe(configMarkdown());
  });
});

describe('the lock file', () => {
  test('names no registry', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(/"resolved"\s*:/);
    expect(lock).not.toMatch(/registry\./);
  });
});
