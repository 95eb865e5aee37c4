import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configMarkdown, configText } from '../../src/cli/config';
import { settingGroups } from '../../src/compose/settings';

const names = Object.values(settingGroups).flatMap((group) => Object.values(group).map(({ name }) => name));

describe('the settings, printed', () => {
  test('are all there, in order, each name once', () => {
    const printed = [...configText(undefined).matchAll(/^([A-Z][A-Z0-9_]+)$/gm)].map((match) => match[1]);
    expect(printed).toEqual([...names].sort());
    expect(new Set(printed).size).toBe(printed.length);
  });

  test('have a default, a range and a meaning', () => {
    expect(configText(undefined)).toContain(
      'IMPORT_MAX_BYTES\n' +
        '  The largest feed that is read, in bytes, before and after it is unpacked.\n' +
        '  May be a whole number from 1024 to 536870912. Default 67108864.\n',
    );
  });

  test('show what they are set to, but no secret', () => {
    const text = configText({
      IMPORT_MAX_BYTES: '2048',
      DATABASE_URL: 'postgres://me:secret@db.example/news',
    });
    expect(text).toMatch(/^IMPORT_MAX_BYTES\n.*\n.*\n {2}Here: 2048$/m);
    expect(text).toMatch(/^DATABASE_URL\n.*\n.*\n {2}Here: •+$/m);
    expect(text).not.toContain('secret@');
  });

  test('are refused where one is wrong', () => {
    expect(() => configText({ IMPORT_MAX_BYTES: '12' })).toThrow(/IMPORT_MAX_BYTES is "12"/);
  });

  test('are what docs/config.md holds: "npm run config -- --markdown > docs/config.md" brings it up to date', () => {
    const held = readFileSync(join(__dirname, '../../docs/config.md'), 'utf8');
    expect(held).toBe(configMarkdown());
  });
});
