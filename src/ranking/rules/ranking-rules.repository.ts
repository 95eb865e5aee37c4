// What every process that ranks or shows lists reads of rules and placements: all that is not over.

import type { DataSource } from 'typeorm';
import { readWithin } from '../../platform/postgres/read-within';
import type { Placement } from './placement';
import type { KeptRules, RankingRule } from './ranking-rules';

/** More than editors may place at once, over all. */
const PLACEMENTS_AT_MOST = 2_000;
/** Two small statements; a Postgres that is silent for longer is asked again. */
const READ_WITHIN_MS = 4_000;

interface RuleRow extends Omit<RankingRule, 'scope' | 'untilMs'> {
  sectionId: string | null;
  language: string | null;
  until: Date | null;
}

interface PlacementRow extends Omit<Placement, 'scope' | 'fromMs' | 'untilMs'> {
  sectionId: string | null;
  language: string | null;
  from: Date;
  until: Date;
}

export class RankingRulesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async kept(nowMs: number): Promise<KeptRules> {
    const now = new Date(nowMs);
    const [rules, placements] = await readWithin(READ_WITHIN_MS, this.dataSource, async (reader) => [
      (await reader.query(
        `select id, rail, section_id as "sectionId", language, settings, until_at as until
         from ranking_rule where until_at is null or until_at > $1 order by id`,
        [now],
      )) as RuleRow[],
      (await reader.query(
        `select p.id, p.act, p.article_id as "articleId", a.number as article, p.section_id as "sectionId",
           p.language, p.rails, p.place, p.factor, p.reason, p.placed_by ->> 'name' as by,
           p.from_at as "from", p.until_at as until
         from ranking_placement p join article a on a.id = p.article_id
         where p.taken_back_at is null and p.until_at > $1
         order by p.from_at, p.id limit ${PLACEMENTS_AT_MOST}`,
        [now],
      )) as PlacementRow[],
    ]);
    return {
      rules: rules.map(({ sectionId, language, until, ...rule }) => ({
        ...rule,
        scope: { sectionId, language },
        untilMs: until?.getTime() ?? null,
      })),
      placements: placements.map(({ sectionId, language, from, until, ...placement }) => ({
        ...placement,
        scope: { sectionId, language },
        fromMs: from.getTime(),
        untilMs: until.getTime(),
      })),
    };
  }
}
