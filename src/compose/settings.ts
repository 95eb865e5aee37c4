import { accountSettings } from '../accounts/accounts.settings';
import { mistakesOfTokens } from '../accounts/token-issuer';
import { articleSettings } from '../articles/articles.settings';
import { shareSettings } from '../articles/share-links.settings';
import { audienceSettings } from '../audience/audience.settings';
import { commentSettings } from '../comments/comments.settings';
import { demoSettings } from '../demo/demo.settings';
import { importSettings } from '../imports/imports.settings';
import { readSettings, type Settings as SettingsOf, WrongSettings } from '../platform/config/read-settings';
import { graphqlSettings } from '../platform/graphql/graphql.settings';
import { liveSettings } from '../platform/graphql/live/live.settings';
import { corsSettings } from '../platform/http/cors.settings';
import { httpSettings } from '../platform/http/http.settings';
import { logSettings } from '../platform/log/log.settings';
import { metricsSettings } from '../platform/metrics/metrics.settings';
import { rankingSettings } from '../ranking/ranking.settings';
import { alsoLikeSettings } from '../recommendations/also-like.settings';
import { similarTextSettings } from '../recommendations/text/similar-texts.settings';
import { rollupSettings } from '../views/rollups.settings';
import { viewSettings } from '../views/views.settings';
import { rateLimitSettings } from '../visitors/rate-limits.settings';
import { visitorSettings } from '../visitors/visitors.settings';
import { programSettings } from './program.settings';
import { mistakesOfRedis } from './redis-of-settings';
import { storeSettings } from './stores.settings';

/** Every setting of the program, group by group; the names in the environment are unique over all of them. */
export const settingGroups = {
  accounts: accountSettings,
  alsoLike: alsoLikeSettings,
  articles: articleSettings,
  audience: audienceSettings,
  comments: commentSettings,
  cors: corsSettings,
  demo: demoSettings,
  graphql: graphqlSettings,
  http: httpSettings,
  imports: importSettings,
  live: liveSettings,
  log: logSettings,
  metrics: metricsSettings,
  program: programSettings,
  ranking: rankingSettings,
  rateLimits: rateLimitSettings,
  rollups: rollupSettings,
  share: shareSettings,
  similarTexts: similarTextSettings,
  stores: storeSettings,
  views: viewSettings,
  visitors: visitorSettings,
};

export type Settings = SettingsOf<typeof settingGroups>;

/** @throws WrongSettings when a variable has a value that it may not have. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const settings = readSettings(settingGroups, environment);
  const mistakes = [...mistakesOfTokens(settings.accounts), ...mistakesOfRedis(settings.stores)];
  if (mistakes.length > 0) throw new WrongSettings(mistakes);
  return settings;
}
