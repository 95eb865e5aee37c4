import { aligned } from '../aligned';
import type { CountFigures, CountOutcome } from './count-contest';

/** For a terminal, and for a note: the columns line up, and the last line says whether the reach is met. */
export function countTable({ title, figures, apart, reach }: CountOutcome): string {
  const head = [
    ...['', 'views/s', 'slowest..fastest', 'cpu us a view: client', 'server', 'Redis', 'Postgres', 'all'],
    ...['views a call', 'ours/this', 'by cpu'],
  ];
  const verdict = reach.isMet ? 'met' : 'not met';
  const asked = `at least ${reach.atLeast} x ${reach.floor} (${reach.wanted} wanted)`;
  const lines = [title, ...aligned([head, ...figures.map(rowOf)])];
  const { anyway, ofView } = apart;
  const milliseconds = (of: number | null) => inWords(of === null ? null : of / 1_000, 0);
  lines.push(
    'whatever is counted, ms of cpu a second: ' +
      `server ${milliseconds(anyway.server)}, Redis ${milliseconds(anyway.redis)}, ` +
      `Postgres ${milliseconds(anyway.postgres)}; each view beside that, us: ` +
      `server ${inWords(ofView.server, 1)}, Redis ${inWords(ofView.redis, 1)}, ` +
      `Postgres ${inWords(ofView.postgres, 1)}, by cpu ${apart.ratio.toFixed(2)}`,
  );
  for (const { name, learnt, sentAgain } of figures) {
    if (sentAgain > 0) lines.push(`${name}: ${sentAgain} batches were not answered in time and sent again`);
    if (learnt !== null) {
      lines.push(`${name}: learnt from ${(learnt * 100).toFixed(1)} % of what readers went on to`);
    }
  }
  return [...lines, `reach: ${asked}, measured ${reach.ratio.toFixed(2)}: ${verdict}`].join('\n');
}

function rowOf(figures: CountFigures): string[] {
  const { name, perSecond, spread, client, server, redis, postgres, together } = figures;
  return [
    name,
    String(Math.round(perSecond)),
    `${Math.round(spread[0])}..${Math.round(spread[1])}`,
    ...[client, server, redis, postgres, together].map((microseconds) => inWords(microseconds, 1)),
    inWords(figures.viewsOfCall, 1),
    inWords(figures.ratio, 2),
    inWords(figures.processorRatio, 2),
  ];
}

function inWords(figure: number | null, digits: number): string {
  return figure === null ? '' : figure.toFixed(digits);
}
