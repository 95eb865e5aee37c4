// Figures of what happens with every request. prom-client checks, joins and looks up the labels of a figure each time
// that it is counted, which takes 1 to 2 us of a request that has 30; here it is an addition, and prom-client is told
// once somebody reads the figures.

import { Counter, type CounterConfiguration, type Histogram, type Registry } from 'prom-client';

type Labels<Name extends string> = Readonly<Record<Name, string | number>>;

/** What `find` gives for each value of a label, which must be few, found once. */
export function foundOnce<Figure>(find: (value: string) => Figure): (value: string) => Figure {
  const found = new Map<string, Figure>();
  const remember = (value: string) => {
    const figure = find(value);
    found.set(value, figure);
    return figure;
  };
  return (value) => found.get(value) ?? remember(value);
}

/** One figure of a counter. */
export class Tally {
  private untold = 0;

  add(): void {
    this.untold += 1;
  }

  take(): number {
    const untold = this.untold;
    this.untold = 0;
    return untold;
  }
}

type TalliedConfiguration<Name extends string> = Omit<CounterConfiguration<Name>, 'collect'>;

/** A counter whose figures are held on to by those who count. */
export class TalliedCounter<Name extends string> extends Counter<Name> {
  private readonly tallies: { labels: Labels<Name>; tally: Tally }[] = [];

  constructor(configuration: TalliedConfiguration<Name>) {
    super({ ...configuration, collect: () => this.tell() });
  }

  /** To be kept: the labels are not looked up again. */
  tally(labels: Labels<Name>): Tally {
    const tally = new Tally();
    this.tallies.push({ labels, tally });
    return tally;
  }

  private tell(): void {
    for (const { labels, tally } of this.tallies) {
      const untold = tally.take();
      if (untold > 0) this.inc(labels, untold);
    }
  }
}

/** How often something has taken how long: in all, and within each bound alone. */
export class Durations {
  private readonly within: number[];
  private count = 0;
  private sumSeconds = 0;

  constructor(private readonly boundsSeconds: readonly number[]) {
    this.within = boundsSeconds.map(() => 0);
  }

  observe(seconds: number): void {
    this.count += 1;
    this.sumSeconds += seconds;
    let at = 0;
    while (at < this.boundsSeconds.length && seconds > this.boundsSeconds[at]!) at += 1;
    if (at < this.within.length) this.within[at]! += 1;
  }

  /** As Prometheus has it: each bound counts what the ones before it have counted too. */
  told(): { upTo: (readonly [bound: number | '+Inf', count: number])[]; count: number; sumSeconds: number } {
    const { count, sumSeconds } = this;
    let soFar = 0;
    const upTo = this.boundsSeconds.map((bound, at) => {
      soFar += this.within[at]!;
      return [bound, soFar] as const;
    });
    return { upTo: [...upTo, ['+Inf', count]], count, sumSeconds };
  }
}

export interface DurationHistogramConfiguration<Name extends string> {
  name: string;
  help: string;
  labelNames: readonly Name[];
  /** In seconds, rising. */
  buckets: readonly number[];
  registers: readonly Registry[];
}

interface ToldValue {
  metricName: string;
  labels: Readonly<Record<string, string | number>>;
  value: number;
}

/** Read as prom-client's own histogram is. */
export class DurationHistogram<Name extends string> {
  readonly name: string;
  private readonly all: { labels: Labels<Name>; durations: Durations }[] = [];

  constructor(private readonly configuration: DurationHistogramConfiguration<Name>) {
    this.name = configuration.name;
    // A registry asks a metric for nothing but its name and what `get` gives.
    for (const registry of configuration.registers) registry.registerMetric(this as unknown as Histogram);
  }

  /** To be kept: the labels are not looked up again. */
  durations(labels: Labels<Name>): Durations {
    const durations = new Durations(this.configuration.buckets);
    this.all.push({ labels, durations });
    return durations;
  }

  async get() {
    const { name, help } = this.configuration;
    return {
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: this.all.flatMap((one) => this.valuesOf(one)),
    };
  }

  /** Nothing, where nothing has happened yet. */
  private valuesOf({ labels, durations }: { labels: Labels<Name>; durations: Durations }): ToldValue[] {
    const { name } = this;
    const { upTo, count, sumSeconds } = durations.told();
    if (count === 0) return [];
    return [
      ...upTo.map(([le, value]) => ({ metricName: `${name}_bucket`, labels: { le, ...labels }, value })),
      { metricName: `${name}_sum`, labels, value: sumSeconds },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
