import { MostreadError } from '../platform/errors';

/** No credential came with the request, and what it asks for needs one. */
export class Unauthenticated extends MostreadError {
  readonly code = 'UNAUTHENTICATED';

  constructor(needed: string) {
    super(
      `This needs the scope ${needed}. Send an API key or a token of someone who has it, as ` +
        '"Authorization: Bearer ...".',
    );
  }
}

/** The caller is known and may not do this. */
export class Forbidden extends MostreadError {
  readonly code = 'FORBIDDEN';

  constructor({ name, needed }: { name: string; needed: string }) {
    super(`"${name}" may not do this: it needs the scope ${needed}. Ask an administrator for it.`);
  }
}
