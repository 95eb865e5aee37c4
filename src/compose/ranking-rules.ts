// The rules of the ranked lists and what editors place on them: in the memory of whoever ranks or shows lists, and the
// acts of editors.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import type { Log } from '../platform/log/log';
import type { TimeOfDay } from '../ranking/explanation';
import { PlacementEditor } from '../ranking/rules/edit-placements';
import { RuleEditor } from '../ranking/rules/edit-rules';
import { PlacementEditingRepository } from '../ranking/rules/placement-editing.repository';
import { PlacementsResolver } from '../ranking/rules/placements.resolver';
import { RankingPreviewResolver } from '../ranking/rules/preview.resolver';
import { RulePreviews } from '../ranking/rules/preview-rule';
import { PreviewStore } from '../ranking/rules/previews.store';
import { RankingRulesRepository } from '../ranking/rules/ranking-rules.repository';
import { RankingRulesKeeper } from '../ranking/rules/ranking-rules-keeper';
import { RuleEditingRepository } from '../ranking/rules/rule-editing.repository';
import { RuleReach } from '../ranking/rules/rule-reach';
import { RankingRulesResolver } from '../ranking/rules/rules.resolver';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import type { Newsroom } from './newsroom';
import { ruleOfSettings } from './ranking';
import type { Settings } from './settings';
import type { Stores } from './stores';

type RulesStores = Pick<Stores, 'dataSource' | 'redis' | 'clock'>;

export function composeRankingRules(
  { dataSource, redis, clock }: RulesStores,
  { sections }: Pick<Newsroom, 'sections'>,
  settings: Pick<Settings, 'ranking'>,
  log: Log,
): RankingRulesKeeper {
  const repository = new RankingRulesRepository(dataSource);
  return new RankingRulesKeeper({
    ...{ repository, sections, redis, clock, log },
    defaults: ruleOfSettings(settings),
  });
}

export function resolversForRankingRules(
  { dataSource, redis, clock }: RulesStores,
  { sections, latest, cards }: Pick<Newsroom, 'sections' | 'latest' | 'cards'>,
  keeper: RankingRulesKeeper,
  { mirror, timeOfDay }: { mirror: SnapshotMirror; timeOfDay: TimeOfDay },
): object[] {
  const audit = new AuditLogRepository();
  const reach = new RuleReach({ latest, rules: keeper });
  const rules = new RuleEditingRepository(dataSource);
  const ruleEditor = new RuleEditor({ rules, audit, reach, keeper, sections, clock });
  const placements = new PlacementEditingRepository(dataSource);
  const placementEditor = new PlacementEditor({ placements, audit, reach, keeper, sections, clock });
  const store = new PreviewStore(redis);
  const previews = new RulePreviews({ store, mirror, reach, cards, sections, clock });
  return [
    new RankingPreviewResolver(previews, timeOfDay),
    new RankingRulesResolver({ editor: ruleEditor, rules, sections, clock }),
    new PlacementsResolver({ editor: placementEditor, placements, cards, sections, clock }),
  ];
}
