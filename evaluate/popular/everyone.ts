// All that is compared on one log.

import { baselines, WINDOWS_MINUTES } from './baselines/all-baselines';
import { BestWindow, type TuningRules } from './baselines/best-window';
import { ceilings } from './ceilings/ceilings';
import { type Contestant, contestantOf, product } from './contestants';
import type { CountedLog } from './counted-log';
import { type JudgeRules, mainHorizonMs } from './judge';

const TUNING_WARM_UP_MS = 24 * 3_600_000;

export function contestants(views: CountedLog, judging: JudgeRules): Contestant[] {
  const horizonMs = mainHorizonMs(judging);
  const tuning: TuningRules = {
    ...{ windowsMinutes: WINDOWS_MINUTES, horizonMs, warmUpMs: TUNING_WARM_UP_MS },
    ...{ leastReaders: judging.leastReaders, gridMs: judging.gridMs },
  };
  return [
    product,
    new BestWindow(tuning),
    ...baselines(views).map((maker) => contestantOf(maker, 'baseline')),
    ...ceilings(views, horizonMs).map((maker) => contestantOf(maker, 'ceiling')),
  ];
}
