// All that is compared on one log.

import { ruleOfSettings } from '../../src/compose/ranking';
import { readEnvironment } from '../../src/compose/read-environment';
import { settingsFrom } from '../../src/compose/settings';
import type { SteadinessRule } from '../../src/ranking/formulas/steadiness';
import type { PopularNowRule } from '../../src/ranking/popular-now';
import { baselines, WINDOWS_MINUTES } from './baselines/all-baselines';
import { BestWindow, type TuningRules } from './baselines/best-window';
import { ceilings } from './ceilings/ceilings';
import { type Contestant, contestantOf, product } from './contestants';
import type { CountedLog } from './counted-log';
import { SteadyChangePoints } from './in-process';
import { type JudgeRules, mainHorizonMs } from './judge';

const TUNING_WARM_UP_MS = 24 * 3_600_000;

export function contestants(
  views: CountedLog,
  judging: JudgeRules,
  steadiness: readonly SteadinessRule[],
): Contestant[] {
  const horizonMs = mainHorizonMs(judging);
  const tuning: TuningRules = {
    ...{ windowsMinutes: WINDOWS_MINUTES, horizonMs, warmUpMs: TUNING_WARM_UP_MS },
    ...{ leastReaders: judging.leastReaders, gridMs: judging.gridMs },
  };
  return [
    product,
    new BestWindow(tuning),
    ...baselines(views).map((maker) => contestantOf(maker, 'baseline')),
    ...steadiness.map((rule) => contestantOf(new SteadyChangePoints(evaluatedRule(), rule), 'baseline')),
    ...ceilings(views, horizonMs).map((maker) => contestantOf(maker, 'ceiling')),
  ];
}

/** As the environment has it; a log has no headlines by which stories are told apart. */
function evaluatedRule(): PopularNowRule {
  return { ...ruleOfSettings(settingsFrom(readEnvironment())), stories: 'each' };
}
