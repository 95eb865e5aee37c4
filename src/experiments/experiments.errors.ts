import { MostreadError } from '../platform/errors';

/** Two tests of one rail would be one test of nothing. */
export class ExperimentsOverlap extends MostreadError {
  readonly code = 'EXPERIMENTS_OVERLAP';

  constructor(rail: string, other: { id: string; from: Date; until: Date }) {
    super(
      `Another experiment on ${rail} runs from ${other.from.toISOString()} to ${other.until.toISOString()} ` +
        `(${other.id}). Stop it first, or choose another time.`,
      { field: 'from', details: { experimentId: other.id } },
    );
  }
}

export class ExperimentNotFound extends MostreadError {
  readonly code = 'EXPERIMENT_NOT_FOUND';

  constructor(id: string) {
    super(`"id" is "${id.slice(0, 100)}"; no experiment has this id.`, { field: 'id' });
  }
}

/** There is nothing left to stop or to decide. */
export class ExperimentOver extends MostreadError {
  readonly code = 'EXPERIMENT_OVER';

  constructor(how: string) {
    super(`The experiment is over: ${how}. Nothing was changed.`, { field: 'id' });
  }
}

/** A test of two things that are the same. */
export class VariantsAreAlike extends MostreadError {
  readonly code = 'VARIANTS_ARE_ALIKE';

  constructor(rail: string) {
    super(`B is what ${rail} is ranked by already, on every list. Set at least one value that differs.`, {
      field: 'b',
    });
  }
}

/** A token that no list has shown: not ours, changed on the way, or of an experiment that ended more than a day ago. */
export class ShownTokenInvalid extends MostreadError {
  readonly code = 'SHOWN_TOKEN_INVALID';

  constructor() {
    super(
      'No list of a known experiment has this token. Report the token of the list that was shown, as it came, or ' +
        'report without "experiment".',
      { field: 'experiment' },
    );
  }
}

/** The bucket of the reader is in the other variant. */
export class VariantNotShown extends MostreadError {
  readonly code = 'VARIANT_NOT_SHOWN';

  constructor({ bucket, sees, reported }: { bucket: number; sees: string; reported: string }) {
    super(
      `Readers of bucket ${bucket} see variant ${sees} of this experiment; the list that is reported is variant ` +
        `${reported}. Ask experimentVariants for the variant of the reader's bucket, and show that.`,
      { field: 'experiment' },
    );
  }
}
