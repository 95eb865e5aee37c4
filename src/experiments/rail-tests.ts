// What the rails need to know of experiments: which one runs, and what a list of it says of itself.

import { readSnapshotId } from '../ranking/snapshot';
import type { RailVariants, TestOfRail } from '../ranking/variants';
import type { Experiment, TestedRail } from './experiment';
import { writeToken } from './shown-token';

export class RailTests implements RailVariants {
  private readonly known = new WeakMap<Experiment, TestOfRail>();

  constructor(private readonly keeper: { runningOn(rail: TestedRail): Experiment | undefined }) {}

  testOn(rail: TestedRail): TestOfRail | undefined {
    const experiment = this.keeper.runningOn(rail);
    if (experiment === undefined) return undefined;
    const known = this.known.get(experiment) ?? testOf(experiment);
    this.known.set(experiment, known);
    return known;
  }
}

function testOf({ id, secret, settings }: Experiment): TestOfRail {
  return {
    ...{ id, settings },
    tokenOf: (variant, snapshot) =>
      writeToken(secret, {
        experimentId: id,
        variant,
        snapshotId: readSnapshotId(snapshot.id) ?? { term: 0, sequence: 0 },
        computedAtMs: snapshot.computedAt.getTime(),
      }),
  };
}
