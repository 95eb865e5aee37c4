import { MostreadError } from '../errors';
import type { Setting, SettingGroup, SettingValues } from './setting';

/** One or more settings have a value that they may not have; the message lists them all, one a line. */
export class WrongSettings extends MostreadError {
  readonly code = 'WRONG_SETTINGS';

  constructor(readonly mistakes: readonly string[]) {
    super(`The configuration cannot be used:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
  }
}

export type SettingGroups = Record<string, SettingGroup>;
export type Settings<G extends SettingGroups> = { [K in keyof G]: SettingValues<G[K]> };

/**
 * Checks every setting and gives one typed object, group by group. An absent or empty variable means the default.
 * @throws WrongSettings naming every wrong variable, what it was and what it may be.
 */
export function readSettings<G extends SettingGroups>(
  groups: G,
  environment: Readonly<Record<string, string | undefined>>,
): Settings<G> {
  const mistakes: string[] = [];
  const values: Record<string, Record<string, unknown>> = {};
  for (const [groupName, group] of Object.entries(groups)) {
    const read: Record<string, unknown> = {};
    for (const [key, setting] of Object.entries(group)) {
      read[key] = readSetting(setting, environment[setting.name], mistakes);
    }
    values[groupName] = read;
  }
  if (mistakes.length > 0) throw new WrongSettings(mistakes);
  return values as Settings<G>;
}

function readSetting(setting: Setting<unknown>, written: string | undefined, mistakes: string[]): unknown {
  if (written === undefined || written.trim() === '') return setting.default;
  const parsed = setting.schema.safeParse(written.trim());
  if (parsed.success) return parsed.data;
  const shown = setting.secret ? 'a value that is not shown here' : JSON.stringify(written);
  mistakes.push(`${setting.name} is ${shown}; it may be ${setting.range}.`);
  return setting.default;
}
