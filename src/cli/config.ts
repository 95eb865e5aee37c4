// `mostread config`: every setting with its default, range and meaning, from the one place where they are declared.
// docs/config.md is what `--markdown` prints; a test compares them.

import type { Command } from 'commander';
import { readEnvironment } from '../compose/read-environment';
import { settingGroups, settingsFrom } from '../compose/settings';
import type { SettingGroups } from '../platform/config/read-settings';
import type { Setting } from '../platform/config/setting';

const HIDDEN = '••••••';

export function addConfig(program: Command): void {
  program
    .command('config')
    .description('print every setting: its name, default, range and meaning')
    .option('--markdown', 'as docs/config.md holds them')
    .option('--env', 'with what each is set to here (environment, then .env); passwords are dotted out')
    .action((options: { markdown?: boolean; env?: boolean }) => {
      process.stdout.write(
        options.markdown ? configMarkdown() : configText(options.env ? readEnvironment() : undefined),
      );
    });
}

/** In order of name. */
function allSettings(groups: SettingGroups = settingGroups): Setting<unknown>[] {
  const settings = Object.values(groups).flatMap((group) => Object.values(group));
  return settings.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function configMarkdown(): string {
  const parts = allSettings().map(
    (setting) =>
      `## ${setting.name}\n\n${setting.meaning}\n\n` + `- ${setting.range}\n- ${defaultOf(setting, '`')}\n`,
  );
  return `# Settings

Each is a variable of the environment, or a line \`NAME=value\` in a file \`.env\` in the folder of the program; the
environment wins. They are checked at start: a wrong one stops it with its name, what it was and what it may be. This
file is what \`npm run config -- --markdown\` prints.

${parts.join('\n')}`;
}

/** @throws WrongSettings when values are to be shown and one is wrong */
export function configText(environment: Readonly<Record<string, string | undefined>> | undefined): string {
  if (environment) settingsFrom(environment);
  return allSettings()
    .map((setting) => {
      const lines = [
        setting.name,
        `  ${setting.meaning}`,
        `  May be ${setting.range}. ${defaultOf(setting, '')}.`,
      ];
      if (environment) lines.push(`  ${presentOf(setting, environment[setting.name])}`);
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

function defaultOf({ default: value }: Setting<unknown>, mark: string): string {
  const written = writtenOf(value);
  return written === '' ? 'By default not set' : `Default ${mark}${written}${mark}`;
}

function writtenOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(',') : String(value);
}

function presentOf(setting: Setting<unknown>, value: string | undefined): string {
  if (value === undefined || value.trim() === '') return 'Here: the default.';
  return `Here: ${setting.secret ? HIDDEN : value}`;
}
