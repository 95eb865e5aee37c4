import { articleSettings } from '../articles/articles.settings';
import { shareSettings } from '../articles/share-links.settings';
import { demoSettings } from '../demo/demo.settings';
import { importSettings } from '../imports/imports.settings';
import { readSettings, type Settings as SettingsOf } from '../platform/config/read-settings';
import { graphqlSettings } from '../platform/graphql/graphql.settings';
import { httpSettings } from '../platform/http/http.settings';
import { logSettings } from '../platform/log/log.settings';
import { rankingSettings } from '../ranking/ranking.settings';
import { viewSettings } from '../views/views.settings';
import { visitorSettings } from '../visitors/visitors.settings';
import { programSettings } from './program.settings';
import { storeSettings } from './stores.settings';

/** Every setting of the program, group by group; the names in the environment are unique over all of them. */
export const settingGroups = {
  articles: articleSettings,
  demo: demoSettings,
  graphql: graphqlSettings,
  http: httpSettings,
  imports: importSettings,
  log: logSettings,
  program: programSettings,
  ranking: rankingSettings,
  share: shareSettings,
  stores: storeSettings,
  views: viewSettings,
  visitors: visitorSettings,
};

export type Settings = SettingsOf<typeof settingGroups>;

/** @throws WrongSettings when a variable has a value that it may not have. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  return readSettings(settingGroups, environment);
}
