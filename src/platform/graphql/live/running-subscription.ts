// One stream of events and the document that is executed for each of them. What it does stands in a line: the state
// for those who join and the changes for those who have it, each executed once, so that everyone gets them in their
// order and nobody a change twice.

import { createSourceEventStream, execute, type GraphQLSchema } from 'graphql';
import type { Clock, Stop } from '../../clock';
import { RequestTimeout } from '../graphql.errors';
import type { Caller, RequestContext, Spender } from '../per-request';
import { withCodeOfVariables } from '../told-errors';
import { FollowerPayments } from './follower-payments';
import type { LiveFigures } from './live-figures';
import type { LiveOperation, Refused } from './live-operations';
import { type LiveSource, LiveStream } from './live-stream';
import type { LiveSubscriber } from './live-subscriber';

export interface RunningParts {
  schema: GraphQLSchema;
  tell(thrown: readonly unknown[]): Refused;
  figures: LiveFigures;
  clock: Clock;
  /** The last has gone, or the stream has ended. */
  onEnd(): void;
}

/** Changes that wait for the execution of those before: a store that hangs must not let them pile up. */
const WAITING_MAX = 40;
const ROUGH_SECONDS = 10;
/** All who join within so long, and before the next change, are sent the same. */
const STATE_GOOD_MS = 1_000;
/** Who has missed a change need not wait for the next one, which may come tomorrow. */
const CATCH_UP_AFTER_MS = 5_000;

export class RunningSubscription {
  /** Those who have the state, or wait for it. */
  private readonly members: FollowerPayments;
  private readonly hearing = new Set<LiveSubscriber>();
  private line: Promise<unknown>;
  private waiting = 0;
  private source: LiveSource<unknown> | undefined;
  private state: { madeMs: number; text: Promise<string> } | undefined;
  private stopListening: Stop = () => undefined;
  private stopWaiting: Stop | undefined;
  private hasEnded = false;

  constructor(
    private readonly parts: RunningParts,
    private readonly operation: LiveOperation,
    private readonly caller: Caller,
  ) {
    this.members = new FollowerPayments(parts.clock, operation.points);
    this.line = this.begin();
  }

  /** @param spender has paid for the state; changes are paid for as they come */
  join(member: LiveSubscriber, spender?: Spender): Stop {
    const { figures } = this.parts;
    const { field } = this.operation;
    this.members.add(member, spender);
    figures.subscribed(field, 1);
    void this.welcome(member);
    return () => this.leave(member);
  }

  /** Gives whether it was here. */
  private leave(member: LiveSubscriber): boolean {
    if (!this.members.delete(member)) return false;
    this.hearing.delete(member);
    this.parts.figures.subscribed(this.operation.field, -1);
    if (this.members.size === 0) this.end();
    return true;
  }

  private async begin(): Promise<void> {
    try {
      const { schema } = this.parts;
      const { document, operationName, variables } = this.operation;
      const stream = await createSourceEventStream({
        ...{ schema, document, operationName },
        variableValues: variables,
        contextValue: this.context(),
      });
      if (!(stream instanceof LiveStream)) {
        const errors = 'errors' in stream ? (stream.errors ?? []) : [];
        throw errors.map(withCodeOfVariables);
      }
      if (this.hasEnded) return;
      this.source = stream.source;
      this.stopListening = stream.source.listen({
        changed: (change) => this.take(change),
        ended: () => this.finish(),
      });
    } catch (thrown) {
      this.fail(Array.isArray(thrown) ? thrown : [thrown]);
    }
  }

  private async welcome(member: LiveSubscriber): Promise<void> {
    // Once the source is there, what it says now is what the changes that come from now on are changes of.
    if (this.source === undefined) await this.line;
    if (this.source === undefined || this.hasEnded) return;
    const nowMs = this.parts.clock.nowMs();
    const isGood = this.state !== undefined && Math.abs(nowMs - this.state.madeMs) < STATE_GOOD_MS;
    if (!isGood) this.state = { madeMs: nowMs, text: this.inLine(this.source.present()) };
    try {
      const text = await this.state!.text;
      if (!this.members.has(member)) return;
      this.hearing.add(member);
      this.push(member, text);
    } catch (error) {
      this.fail([error]);
    }
  }

  private take(change: unknown): void {
    this.state = undefined;
    if (this.waiting >= WAITING_MAX) {
      this.fail([new RequestTimeout(ROUGH_SECONDS)]);
      return;
    }
    // What is executed is paid for as a query is, before it is.
    const { forChange, forState } = this.members.payForChange();
    this.send(forChange, change);
    this.bringUp(forState);
  }

  private send(paid: readonly LiveSubscriber[], event: unknown): void {
    if (paid.length === 0) return;
    this.inLine(event).then(
      (text) => {
        for (const member of paid) if (this.hearing.has(member)) this.push(member, text);
      },
      (error) => this.fail([error]),
    );
  }

  /** Changes are told as changes of what was sent last: who has missed one is sent all of it, or waits on. */
  private bringUp(paid: readonly LiveSubscriber[]): void {
    if (paid.length > 0) this.send(paid, this.source!.present());
    for (const { member, why } of this.members.givenUp())
      if (this.leave(member)) member.fail(this.parts.tell([why]).errors);
    if (this.members.behind > 0 && !this.hasEnded) this.bringUpLater();
  }

  private bringUpLater(): void {
    this.stopWaiting ??= this.parts.clock.after(CATCH_UP_AFTER_MS, () => {
      this.stopWaiting = undefined;
      if (this.waiting < WAITING_MAX) this.bringUp(this.members.payForState());
      else this.bringUpLater();
    });
  }

  private inLine(event: unknown): Promise<string> {
    this.waiting += 1;
    const text = this.line.then(() => this.execute(event));
    this.line = text
      .catch(() => undefined)
      .then(() => {
        this.waiting -= 1;
      });
    return text;
  }

  private async execute(event: unknown): Promise<string> {
    const { schema, tell, figures } = this.parts;
    const { field, document, operationName, variables } = this.operation;
    figures.executed(field);
    const { data, errors } = await execute({
      ...{ schema, document, operationName, rootValue: event },
      variableValues: variables,
      contextValue: this.context(),
    });
    return JSON.stringify(errors === undefined ? { data } : { ...tell(errors), data });
  }

  private push(member: LiveSubscriber, text: string): void {
    this.parts.figures.pushed(this.operation.field);
    member.push(text);
  }

  /** Nothing in it is one reader's: what is made of it goes to all who ask for the same. */
  private context(): RequestContext {
    return { clientIp: '', headers: {}, caller: this.caller, memory: new Map() };
  }

  private finish(): void {
    // After what has come before.
    void this.line.then(() => this.dismiss((member) => member.finish()));
  }

  private fail(thrown: readonly unknown[]): void {
    if (this.hasEnded) return;
    const { errors } = this.parts.tell(thrown);
    this.dismiss((member) => member.fail(errors));
  }

  private dismiss(tell: (member: LiveSubscriber) => void): void {
    const members = this.members.members();
    for (const member of members) this.leave(member);
    this.end();
    for (const member of members) tell(member);
  }

  private end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.stopListening();
    this.stopWaiting?.();
    this.parts.onEnd();
  }
}
