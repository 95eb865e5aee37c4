// Where the time of ticks goes: the whole, its parts, and what these are made of.

import type { Effort } from '../../src/platform/processes/thread-effort';
import { type TickFigures, type TickPart, tickParts } from '../../src/ranking/ranking-figures';
import { tickSteps } from '../../src/ranking/tick-steps';

export interface Spread {
  p50: number;
  p99: number;
  max: number;
}

export interface PhaseFigures {
  name: string;
  clock: Spread;
  /** Where the system tells: on a processor, and waiting for one. */
  processor: Spread | undefined;
  queued: Spread | undefined;
}

export function phasesOf(ticks: readonly TickFigures[]): { whole: Spread; phases: PhaseFigures[] } {
  const sum = (parts: Partial<Record<TickPart, number>>) =>
    1_000 * tickParts.reduce((total, part) => total + (parts[part] ?? 0), 0);
  const effortsOf = (what: keyof Effort) =>
    ticks.map(({ efforts }) =>
      Object.fromEntries(Object.entries(efforts).map(([part, effort]) => [part, effort[what]])),
    );
  const processors = effortsOf('processorSeconds');
  const queues = effortsOf('queuedSeconds');
  const isTold = ticks.some(({ efforts }) => efforts.rank !== undefined);
  const told = (values: number[]) => (isTold ? spreadOf(values) : undefined);
  const whole = spreadOf(ticks.map(({ seconds }) => sum(seconds)));
  const inMs = (values: readonly Partial<Record<string, number>>[], name: string) =>
    values.map((one) => 1_000 * (one[name] ?? 0));
  const phases: PhaseFigures[] = [
    { name: 'tick', clock: whole, processor: told(processors.map(sum)), queued: told(queues.map(sum)) },
    ...tickParts.map((part) => ({
      name: part,
      clock: spreadOf(
        inMs(
          ticks.map(({ seconds }) => seconds),
          part,
        ),
      ),
      processor: told(inMs(processors, part)),
      queued: told(inMs(queues, part)),
    })),
    ...tickSteps
      .map((step) => ({ step, took: ticks.map(({ steps }) => 1_000 * (steps[step] ?? 0)) }))
      .filter(({ took }) => took.some((ms) => ms > 0))
      .map(({ step, took }) => ({
        name: `  ${step}`,
        ...{ clock: spreadOf(took), processor: undefined, queued: undefined },
      })),
    {
      name: 'collecting garbage',
      clock: spreadOf(ticks.map(({ collectedSeconds }) => 1_000 * collectedSeconds)),
      ...{ processor: undefined, queued: undefined },
    },
  ];
  return { whole, phases };
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return { p50: atOf(sorted, 0.5), p99: atOf(sorted, 0.99), max: atOf(sorted, 1) };
}

export function at(values: readonly number[], share: number): number {
  return atOf(Float64Array.from(values).sort(), share);
}

function atOf(sorted: Float64Array, share: number): number {
  return sorted[Math.ceil((sorted.length - 1) * share)] ?? 0;
}
