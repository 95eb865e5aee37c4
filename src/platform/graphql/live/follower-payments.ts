// Who follows, who pays for each, and who has missed a change that could not be paid for. What is executed costs what a
// query of it does, and all for whom it is share that: by what each pays for, rounded up once for each who pays.

import type { Clock } from '../../clock';
import { RateLimited } from '../graphql.errors';
import type { Spender } from '../per-request';
import type { LiveSubscriber } from './live-subscriber';

/** Allowances are of a minute: who can pay for nothing that long cannot pay for what it follows. */
export const BEHIND_MAX_MS = 60_000;

/** One allowance, and those who live on it. */
interface Payer {
  spender: Spender;
  members: LiveSubscriber[];
}

export interface Paid {
  forChange: readonly LiveSubscriber[];
  forState: readonly LiveSubscriber[];
}

export interface GivenUp {
  member: LiveSubscriber;
  why: RateLimited;
}

export class FollowerPayments {
  private readonly spenders = new Map<LiveSubscriber, Spender | undefined>();
  /** Those who have missed a change, and since when. */
  private readonly behindSince = new Map<LiveSubscriber, number>();

  constructor(
    private readonly clock: Pick<Clock, 'nowMs'>,
    private readonly points: number,
  ) {}

  get size(): number {
    return this.spenders.size;
  }

  /** How many have missed a change. */
  get behind(): number {
    return this.behindSince.size;
  }

  has(member: LiveSubscriber): boolean {
    return this.spenders.has(member);
  }

  members(): LiveSubscriber[] {
    return [...this.spenders.keys()];
  }

  add(member: LiveSubscriber, spender: Spender | undefined): void {
    this.spenders.set(member, spender);
  }

  /** Gives whether it was here. */
  delete(member: LiveSubscriber): boolean {
    this.behindSince.delete(member);
    return this.spenders.delete(member);
  }

  /**
   * Takes what a change costs of those who have all before it, and what the state costs of those who are behind, who
   * need that instead. Who cannot pay is behind from now on.
   */
  payForChange(): Paid {
    const current = this.members().filter((member) => !this.behindSince.has(member));
    const forState = this.payForState();
    const forChange = this.pay(current);
    const nowMs = this.clock.nowMs();
    const havePaid = new Set(forChange);
    for (const member of current) if (!havePaid.has(member)) this.behindSince.set(member, nowMs);
    return { forChange, forState };
  }

  /** Takes what the present state costs of those who are behind; who pays is behind no more. */
  payForState(): LiveSubscriber[] {
    const paid = this.pay([...this.behindSince.keys()]);
    for (const member of paid) this.behindSince.delete(member);
    return paid;
  }

  /** Those who have been behind for too long. */
  givenUp(): GivenUp[] {
    const nowMs = this.clock.nowMs();
    const gone: GivenUp[] = [];
    for (const [member, sinceMs] of this.behindSince) {
      const spender = this.spenders.get(member);
      if (spender === undefined || nowMs - sinceMs < BEHIND_MAX_MS) continue;
      const { resetMs, pointsPerMinute } = spender.allowance();
      gone.push({ member, why: new RateLimited({ retryAfterMs: resetMs, pointsPerMinute }) });
    }
    return gone;
  }

  /** Gives those for whom it has been paid; without a payer among them it is free. */
  private pay(members: readonly LiveSubscriber[]): LiveSubscriber[] {
    const { payers, free } = this.payersOf(members);
    let able = payers;
    // What one cannot pay the others pay: their shares grow, until all who are left can.
    for (;;) {
      const heads = able.reduce((sum, payer) => sum + payer.members.length, free.length);
      const shareOf = (payer: Payer) => Math.ceil((this.points * payer.members.length) / heads);
      const left = able.filter((payer) => payer.spender.allowance().pointsLeft >= shareOf(payer));
      if (left.length === able.length) {
        for (const payer of able) payer.spender.spend(shareOf(payer));
        return [...free, ...able.flatMap((payer) => payer.members)];
      }
      able = left;
    }
  }

  private payersOf(members: readonly LiveSubscriber[]): { payers: Payer[]; free: LiveSubscriber[] } {
    const byPayer = new Map<string, Payer>();
    const free: LiveSubscriber[] = [];
    for (const member of members) {
      const spender = this.spenders.get(member);
      if (spender === undefined) {
        free.push(member);
        continue;
      }
      const payer = byPayer.get(spender.payer);
      if (payer === undefined) byPayer.set(spender.payer, { spender, members: [member] });
      else payer.members.push(member);
    }
    return { payers: [...byPayer.values()], free };
  }
}
