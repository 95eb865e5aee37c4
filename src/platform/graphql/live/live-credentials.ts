// The credentials of connections that stay: whether each still holds, and gives what it gave. A credential is asked for
// once, however many connections have come with it, and not again while the last answer has not come.

import { RequestRefused } from '../../errors';
import type { Caller } from '../per-request';
import { RightsChanged } from './live.errors';

/** Of one connection. */
export interface Introduced {
  /** What it has come with; undefined for anyone. */
  readonly credential: string | undefined;
  /** As it was when it came. */
  readonly caller: Pick<Caller, 'rights'>;
  /** Whose credential it is now. @throws RequestRefused when it does not hold any more */
  callerNow(): Caller | Promise<Caller>;
}

export interface Credentialed {
  readonly visitor: Introduced;
}

export class LiveCredentials {
  private readonly underWay = new Set<string>();

  /** Calls `end` for each whose credential gives less, or more, than it did, or nothing. */
  check<T extends Credentialed>(
    connections: Iterable<T>,
    end: (ended: T, why: RequestRefused) => void,
  ): void {
    const all = new Map<string, T[]>();
    for (const connection of connections) {
      const { credential } = connection.visitor;
      if (credential === undefined || this.underWay.has(credential)) continue;
      const others = all.get(credential);
      if (others === undefined) all.set(credential, [connection]);
      else others.push(connection);
    }
    for (const [credential, these] of all) void this.checkOne(credential, these, end);
  }

  private async checkOne<T extends Credentialed>(
    credential: string,
    connections: readonly T[],
    end: (ended: T, why: RequestRefused) => void,
  ): Promise<void> {
    this.underWay.add(credential);
    try {
      const { rights } = await connections[0]!.visitor.callerNow();
      for (const connection of connections)
        if (connection.visitor.caller.rights !== rights) end(connection, new RightsChanged());
    } catch (error) {
      // While it cannot be told, nothing is ended.
      if (!(error instanceof RequestRefused) || error.status >= 500) return;
      for (const connection of connections) end(connection, error);
    } finally {
      this.underWay.delete(credential);
    }
  }
}
