// The public keys of an identity provider (RFC 7517), kept in memory. Asked anew every ten minutes behind the requests,
// and when a token names a key that is not among them, but never more often than the cooldown, so that tokens with
// invented key ids do not become requests to the provider. When it does not answer, the keys that are known go on for
// an hour; where there are none, tokens can be neither taken nor called forged: the request may be sent again.

import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { TokenKeysUnavailable } from './accounts.errors';

export interface IssuerKeysParts {
  url: string;
  clock: Clock;
  log: Log;
  fetch?: typeof fetch;
}

interface Kept {
  keys: JWTVerifyGetKey;
  readAtMs: number;
}

const FRESH_MS = 10 * 60_000;
const USABLE_MS = 60 * 60_000;
const COOLDOWN_MS = 5_000;
const TIMEOUT_MS = 5_000;
const LENGTH_MAX = 1_048_576;

export class IssuerKeys {
  private kept: Kept | undefined;
  private reading: Promise<Kept> | undefined;
  private triedAtMs = Number.NEGATIVE_INFINITY;
  private failure: unknown;

  constructor(private readonly parts: IssuerKeysParts) {}

  /** Gives jose the key that a token names. @throws TokenKeysUnavailable, or jose's own error when there is none. */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const { keys } = await this.usable();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await this.readAnew();
      if (newer === undefined) throw error;
      return newer.keys(header, token);
    }
  };

  private async usable(): Promise<Kept> {
    const { kept } = this;
    const ageMs = kept === undefined ? Number.POSITIVE_INFINITY : this.nowMs() - kept.readAtMs;
    if (kept !== undefined && ageMs < FRESH_MS) return kept;
    if (kept !== undefined && ageMs < USABLE_MS) {
      this.readAnew().catch(() => undefined); // logged where it failed; the keys of before go on
      return kept;
    }
    const read = await this.readAnew();
    if (read === undefined) throw new TokenKeysUnavailable(this.failure);
    return read;
  }

  /** Undefined when they have been asked for a moment ago, with success. */
  private async readAnew(): Promise<Kept | undefined> {
    if (this.reading === undefined) {
      if (this.nowMs() - this.triedAtMs < COOLDOWN_MS) {
        if (this.failure !== undefined) throw new TokenKeysUnavailable(this.failure);
        return undefined;
      }
      this.triedAtMs = this.nowMs();
      this.reading = this.read().finally(() => {
        this.reading = undefined;
      });
    }
    return this.reading;
  }

  private async read(): Promise<Kept> {
    const { url, log } = this.parts;
    try {
      const keys = createLocalJWKSet(await this.ask(url));
      this.kept = { keys, readAtMs: this.nowMs() };
      this.failure = undefined;
      return this.kept;
    } catch (error) {
      this.failure = error;
      log.warn({ err: error, url }, 'the keys of the issuer of tokens cannot be read');
      throw new TokenKeysUnavailable(error);
    }
  }

  private async ask(url: string): Promise<{ keys: object[] }> {
    const send = this.parts.fetch ?? fetch;
    const response = await send(url, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) throw new Error(`The answer has status ${response.status}`);
    const text = await response.text();
    if (text.length > LENGTH_MAX) throw new Error(`The answer has more than ${LENGTH_MAX} characters`);
    return JSON.parse(text);
  }

  private nowMs(): number {
    return this.parts.clock.nowMs();
  }
}
