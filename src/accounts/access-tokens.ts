// JSON Web Tokens (RFC 7519) of one issuer, made out for this API. The algorithms are pinned by what checks them: a
// shared secret takes HS256 alone, a provider's public keys take signatures by key pairs alone, so that nobody signs
// with a public key as if it were a secret, and "none" is nothing. A token that held is kept for a minute, by its hash:
// a request with one that is known costs a hash instead of a signature.

import { hash } from 'node:crypto';
import { errors, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock';
import { RequestRefused } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { Account } from './account';
import { CredentialExpired, CredentialRefused } from './accounts.errors';
import { accountOfClaims, type ClaimsReading } from './token-claims';

export interface AccessTokensParts extends ClaimsReading {
  /** The secret of HS256, or who finds the public key that a token names. */
  keys: { secret: string } | { publicKeys: JWTVerifyGetKey };
  issuer: string;
  audience: string;
  clockToleranceSeconds: number;
  clock: Clock;
  log: Log;
}

interface Held {
  account: Account;
  untilMs: number;
}

/**
 * Who follows is asked for every two seconds: fewer than LIVE_CONNECTIONS_MAX would have each signature checked each
 * time, since the one that comes next is always the one that was dropped.
 */
export const KEPT_MAX = 20_000;
const KEPT_MS = 60_000;
const byPublicKey = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

export class AccessTokens {
  private readonly held = new LRUCache<string, Held>({ max: KEPT_MAX });
  private readonly key: Uint8Array | JWTVerifyGetKey;
  private readonly options: JWTVerifyOptions;

  constructor(private readonly parts: AccessTokensParts) {
    const { keys, issuer, audience, clockToleranceSeconds } = parts;
    this.key = 'secret' in keys ? new TextEncoder().encode(keys.secret) : keys.publicKeys;
    this.options = {
      ...{ issuer, audience, clockTolerance: clockToleranceSeconds },
      algorithms: 'secret' in keys ? ['HS256'] : byPublicKey,
      requiredClaims: ['sub', 'exp'],
    };
  }

  /**
   * Whose token this is; at once when it has been seen within the last minute.
   * @throws CredentialRefused, CredentialExpired; TokenKeysUnavailable when that cannot be told
   */
  accountOf(token: string): Account | Promise<Account> {
    const tokenHash = hash('sha256', token, 'base64');
    const held = this.held.get(tokenHash);
    const nowMs = this.parts.clock.nowMs();
    if (held !== undefined && nowMs < held.untilMs) return held.account;
    return this.verify(token, tokenHash, nowMs);
  }

  private async verify(token: string, tokenHash: string, nowMs: number): Promise<Account> {
    const claims = await this.claimsOf(token, new Date(nowMs));
    const account = accountOfClaims(claims, this.parts);
    const endsMs = Number(account.expiresAt) + this.parts.clockToleranceSeconds * 1_000;
    this.held.set(tokenHash, { account, untilMs: Math.min(endsMs, nowMs + KEPT_MS) });
    return account;
  }

  private async claimsOf(token: string, currentDate: Date): Promise<Record<string, unknown>> {
    const options = { ...this.options, currentDate };
    try {
      return await this.verifiedClaims(token, options);
    } catch (error) {
      if (error instanceof RequestRefused) throw error;
      this.parts.log.debug({ err: error }, 'a token was refused');
      throw refusalOf(error);
    }
  }

  private async verifiedClaims(token: string, options: JWTVerifyOptions): Promise<Record<string, unknown>> {
    try {
      // jose tells a secret from a finder of keys at run time; its types want to know before.
      return (await jwtVerify(token, this.key as JWTVerifyGetKey, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      return claimsByOneOf(error, token, options);
    }
  }
}

/** A token that names no key may be signed by any key of its kind. */
async function claimsByOneOf(
  keys: errors.JWKSMultipleMatchingKeys,
  token: string,
  options: JWTVerifyOptions,
): Promise<Record<string, unknown>> {
  for await (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** Only a token whose signature was right is told what else is wrong with it. */
function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTExpired) return new CredentialExpired();
  if (error instanceof errors.JWTClaimValidationFailed) {
    const words =
      error.claim === 'nbf' ? 'is not valid yet' : `does not fit this API in its claim "${error.claim}"`;
    return new CredentialRefused(`The token ${words}.`, error);
  }
  return new CredentialRefused('The token is not one of the issuer that this API trusts.', error);
}
