// All API keys, in the memory of each process: a request with a key asks no store. The table's fingerprint is read four
// times a second, so a key that is revoked anywhere stops everywhere within a second, with no message that could be
// lost. A key that is not in the book may have been created a moment ago elsewhere: it waits for the next reading,
// which all such requests share, so that a flood of invented keys costs one reading each LOOK_AGAIN_MS and no more.
// While Postgres is away the keys that are known go on: without it they can do little more than any reader.

import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { Account } from './account';
import { CredentialExpired, CredentialRefused, CredentialRevoked } from './accounts.errors';
import type { ApiKeyRow } from './api-key.entity';
import type { ApiKeyRepository } from './api-key.repository';
import type { PresentedKey } from './api-key-text';
import { isRole } from './role';
import { isScope } from './scope';

export interface KeyBookParts {
  repository: ApiKeyRepository;
  clock: Clock;
  log: Log;
}

interface KnownKey {
  secretHash: Buffer;
  account: Account;
  expiresAtMs: number;
  isRevoked: boolean;
}

/** Twice as many as may be usable at a time: the rest have ended, and the oldest of those are forgotten. */
const KEYS_MAX = 20_000;
const READ_EVERY_MS = 250;
const LOOK_AGAIN_MS = 50;
const WRITE_USES_EVERY_MS = 60_000;
const REFUSED_MAX = 10_000;
const REFUSED_FOR_MS = 1_000;

export class KeyBook {
  private keys = new Map<string, KnownKey>();
  private fingerprint = '';
  private readings = 0;
  private latestTaken = 0;
  private readonly uses = new Map<string, number>();
  /** By the hash of the secret, until when it is refused without another look. */
  private readonly refused = new LRUCache<string, number>({ max: REFUSED_MAX });
  private nextReading: Promise<void> | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private stops: Stop[] = [];
  private failing = false;

  constructor(private readonly parts: KeyBookParts) {}

  async start(): Promise<void> {
    const { clock } = this.parts;
    await this.read();
    this.stops = [
      clock.every(READ_EVERY_MS, () => this.follow(() => this.read())),
      clock.every(WRITE_USES_EVERY_MS, () => this.follow(() => this.writeUses())),
    ];
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.underWay;
    await this.follow(() => this.writeUses());
  }

  /**
   * Whose key this is; at once when it is known.
   * @throws CredentialRefused, CredentialRevoked, CredentialExpired; StoreUnavailable when that cannot be told
   */
  accountOf(presented: PresentedKey): Account | Promise<Account> {
    const known = this.matching(presented);
    return known === undefined ? this.lookAgain(presented) : this.holding(known);
  }

  /** For whoever has just created or revoked a key: this process knows when it resolves, or soon after. */
  readNow(): Promise<void> {
    return this.follow(() => this.read());
  }

  private async read(): Promise<void> {
    this.readings += 1;
    const reading = this.readings;
    const { repository, clock } = this.parts;
    const fingerprint = await repository.fingerprint();
    if (fingerprint === this.fingerprint) return;
    const rows = await repository.all(KEYS_MAX, new Date(clock.nowMs()));
    if (reading < this.latestTaken) return; // one that began later has ended before
    this.latestTaken = reading;
    this.fingerprint = fingerprint;
    this.keys = new Map(rows.filter((row) => isRole(row.role)).map((row) => [row.id, knownKeyOf(row)]));
  }

  private matching({ id, secretHash }: PresentedKey): KnownKey | undefined {
    const known = this.keys.get(id);
    return known !== undefined && timingSafeEqual(known.secretHash, secretHash) ? known : undefined;
  }

  /** Only who has the whole secret is told what became of the key. */
  private holding({ account, isRevoked, expiresAtMs }: KnownKey): Account {
    if (isRevoked) throw new CredentialRevoked();
    const nowMs = this.parts.clock.nowMs();
    if (nowMs >= expiresAtMs) throw new CredentialExpired();
    this.uses.set(account.id, nowMs);
    return account;
  }

  /** An id that does not exist and a secret that is wrong take the same way, and the same time. */
  private async lookAgain(presented: PresentedKey): Promise<Account> {
    const { clock } = this.parts;
    const hash = presented.secretHash.toString('base64');
    if ((this.refused.get(hash) ?? 0) > clock.nowMs()) throw new CredentialRefused();
    await this.readSoon();
    const known = this.matching(presented);
    if (known !== undefined) return this.holding(known);
    this.refused.set(hash, clock.nowMs() + REFUSED_FOR_MS);
    throw new CredentialRefused();
  }

  /** A reading that has not begun yet, shared by all who ask before it does. */
  private readSoon(): Promise<void> {
    this.nextReading ??= this.parts.clock.wait(LOOK_AGAIN_MS).then(() => {
      this.nextReading = undefined;
      return this.read().catch((error: unknown) => {
        throw new StoreUnavailable('Postgres', error);
      });
    });
    return this.nextReading;
  }

  private async writeUses(): Promise<void> {
    if (this.uses.size === 0) return;
    const uses = [...this.uses].map(([id, atMs]) => ({ id, atMs }));
    this.uses.clear();
    await this.parts.repository.markUsed(uses);
  }

  private follow(work: () => Promise<void>): Promise<void> {
    const done = work().then(
      () => {
        this.failing = false;
      },
      (error: unknown) => {
        if (!this.failing) this.parts.log.warn({ err: error }, 'cannot follow the API keys');
        this.failing = true;
      },
    );
    this.underWay = Promise.all([this.underWay, done]).then(() => undefined);
    return done;
  }
}

function knownKeyOf({ id, name, role, scopes, secretHash, expiresAt, revokedAt }: ApiKeyRow): KnownKey {
  return {
    secretHash,
    expiresAtMs: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    isRevoked: revokedAt !== null,
    account: new Account({
      ...{ kind: 'API_KEY', id, name, roles: [role], expiresAt: expiresAt ?? undefined },
      scopes: scopes?.filter(isScope),
    }),
  };
}
