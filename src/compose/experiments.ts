// Experiments on rails: what is tested, in the memory of a process; what is counted of it, and brought to Postgres; and
// the acts of editors.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ExperimentEditor } from '../experiments/edit-experiments';
import { ExperimentResults } from '../experiments/experiment-result';
import { ExperimentsRepository } from '../experiments/experiments.repository';
import { ExperimentsResolver } from '../experiments/experiments.resolver';
import { ExperimentsKeeper } from '../experiments/experiments-keeper';
import { ExperimentFolder } from '../experiments/fold-experiments';
import { VariantCounter } from '../experiments/variant-counter';
import { VariantCountersStore } from '../experiments/variant-counters.store';
import { VariantFlusher } from '../experiments/variant-flusher';
import { VariantSumsRepository } from '../experiments/variant-sums.repository';
import type { Log } from '../platform/log/log';
import { RuleEditor } from '../ranking/rules/edit-rules';
import type { RankingRulesKeeper } from '../ranking/rules/ranking-rules-keeper';
import { RuleEditingRepository } from '../ranking/rules/rule-editing.repository';
import { RuleReach } from '../ranking/rules/rule-reach';
import { alsoLikeDefaults } from '../recommendations/also-like-rule';
import { asksForPrivacy } from '../visitors/privacy-signal';
import { PublisherDays } from '../visitors/publisher-day';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

type ExperimentStores = Pick<Stores, 'dataSource' | 'redis' | 'clock'>;

export interface Experiments {
  /** Started and stopped by whoever shows lists. */
  keeper: ExperimentsKeeper;
  counter: VariantCounter;
}

export function composeExperimentsKeeper(
  { dataSource, redis, clock }: ExperimentStores,
  log: Log,
): ExperimentsKeeper {
  return new ExperimentsKeeper({ repository: new ExperimentsRepository(dataSource), redis, clock, log });
}

export function composeExperiments(
  stores: ExperimentStores,
  { visitors }: Pick<Settings, 'visitors'>,
  log: Log,
): Experiments {
  const { redis, clock } = stores;
  const keeper = composeExperimentsKeeper(stores, log);
  const days = new PublisherDays(visitors.timeZone);
  return { keeper, counter: new VariantCounter({ redis, experiments: keeper, days, clock }) };
}

export function composeVariantFlusher(
  { dataSource, redis, clock }: ExperimentStores,
  log: Log,
): VariantFlusher {
  return new VariantFlusher({
    ...{ clock, log },
    counters: new VariantCountersStore(redis),
    sums: new VariantSumsRepository(dataSource),
  });
}

export function composeExperimentFolder(
  { dataSource, clock }: Pick<Stores, 'dataSource' | 'clock'>,
  log: Log,
): ExperimentFolder {
  const sums = new VariantSumsRepository(dataSource);
  const experiments = new ExperimentsRepository(dataSource);
  return new ExperimentFolder({ experiments, sums, results: new ExperimentResults(sums, clock), clock, log });
}

export function resolversForExperiments(
  { dataSource, clock }: Pick<Stores, 'dataSource' | 'clock'>,
  { sections, latest }: Pick<Newsroom, 'sections' | 'latest'>,
  { keeper, rules }: { keeper: ExperimentsKeeper; rules: RankingRulesKeeper },
  { visitors, alsoLike }: Pick<Settings, 'visitors' | 'alsoLike'>,
): object[] {
  const audit = new AuditLogRepository();
  const experiments = new ExperimentsRepository(dataSource);
  const stored = new RuleEditingRepository(dataSource);
  const reach = new RuleReach({ latest, rules });
  const ruleEditor = new RuleEditor({ rules: stored, audit, reach, keeper: rules, sections, clock });
  const editor = new ExperimentEditor({
    ...{ experiments, keeper, rules, stored, reach, ruleEditor, audit, clock },
    alsoLike: alsoLikeDefaults(alsoLike),
  });
  const results = new ExperimentResults(new VariantSumsRepository(dataSource), clock);
  const mayFollow = (headers: Parameters<typeof asksForPrivacy>[0]) => !asksForPrivacy(headers, visitors);
  return [new ExperimentsResolver({ editor, experiments, keeper, results, mayFollow, clock })];
}
