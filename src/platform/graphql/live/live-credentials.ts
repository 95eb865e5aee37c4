// The credentials of connections that stay: whether each still holds, and gives what it gave. A credential is asked
// for once in a round, however many connections have come with it, and not again while the last answer has not come. A
// round has several turns, with a share of the credentials each, so that no request waits for all of them.

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

export const TURNS = 5;

export class LiveCredentials {
  private readonly underWay = new Set<string>();
  /** Of each credential that is here, in which turn it is asked for. */
  private turnOf = new Map<string, number>();
  private turn = 0;
  private nextOfNew = 0;

  /**
   * The next turn: calls `end` for each of it whose credential gives less, or more, than it did, or nothing. Each
   * credential has its turn once in so many calls as there are turns.
   */
  check<T extends Credentialed>(
    connections: Iterable<T>,
    end: (ended: T, why: RequestRefused) => void,
  ): void {
    const all = new Map<string, T[]>();
    const turnOf = new Map<string, number>();
    for (const connection of connections) {
      const { credential } = connection.visitor;
      if (credential === undefined) continue;
      const turn = turnOf.get(credential) ?? this.turnOf.get(credential) ?? this.nextOfNew++ % TURNS;
      turnOf.set(credential, turn);
      if (turn !== this.turn || this.underWay.has(credential)) continue;
      const others = all.get(credential);
      if (others === undefined) all.set(credential, [connection]);
      else others.push(connection);
    }
    this.turnOf = turnOf;
    this.turn = (this.turn + 1) % TURNS;
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
