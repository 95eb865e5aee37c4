// What lives as long as one GraphQL request: who asks, and the loaders that gather what its fields ask for.

/** Whoever sends the request, as far as rules and limits need to know. */
export interface Caller {
  /** Stays the same from request to request of the same caller. */
  readonly id: string;
  /** For people: in messages and in logs. */
  readonly name: string;
  /** Whether a credential came with the request. */
  readonly isKnown: boolean;
  /** Two callers of the same rights are shown the same, whoever they are. */
  readonly rights: string;
  may(scope: string): boolean;
}

/** Who pays for a request, in points (see query-cost.ts). */
export interface Spender {
  /** The same for all who spend of the same allowance. */
  readonly payer: string;
  /** @throws RateLimited when that much is not left; nothing is spent then */
  spend(points: number): void;
  /** Spends it in any case, for work that cannot be left undone. */
  charge(points: number): void;
  allowance(): { pointsPerMinute: number; pointsLeft: number; resetMs: number };
}

export interface RequestContext {
  /** The address that TRUST_PROXY says to believe. Never stored. */
  readonly clientIp: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly caller: Caller;
  /** Whose allowance the request spends; absent where nothing is limited. */
  readonly spender?: Spender;
  /** Filled by `perRequest` alone. */
  readonly memory: Map<unknown, unknown>;
}

/**
 * The request's own copy of something, made when it is first asked for: two fields that need the same loader get the
 * same one, and the next request gets another. The key is the loader's class, or any value that no one else uses.
 */
export function perRequest<T>(context: RequestContext, key: unknown, make: () => T): T {
  const known = context.memory.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  context.memory.set(key, made);
  return made;
}
