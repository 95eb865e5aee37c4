import { aligned } from '../aligned';
import type { Figures, Outcome } from './contest';

/** For a terminal, and for a note: the columns line up, and the last line says whether the reach is met. */
export function tableOf({ title, figures, reach }: Outcome): string {
  const head = ['', 'a second', 'slowest..fastest', 'cpu us each', 'p50 ms', 'p99 ms', 'ours/this', 'by cpu'];
  const lines = aligned([head, ...figures.map(rowOf)]);
  const verdict = reach.isMet ? 'met' : 'not met';
  const sentence = `reach: ${reach.wanted} x ${reach.floor}, measured ${reach.ratio.toFixed(2)}: ${verdict}`;
  return [title, ...lines, sentence].join('\n');
}

function rowOf(figures: Figures): string[] {
  const { name, perSecond, spread, processorMicroseconds, p50Ms, p99Ms, ratio, processorRatio } = figures;
  return [
    name,
    String(Math.round(perSecond)),
    `${Math.round(spread[0])}..${Math.round(spread[1])}`,
    processorMicroseconds === null ? '-' : processorMicroseconds.toFixed(0),
    p50Ms.toFixed(1),
    p99Ms.toFixed(1),
    ratio === null ? '' : ratio.toFixed(2),
    processorRatio === null ? '' : processorRatio.toFixed(2),
  ];
}
