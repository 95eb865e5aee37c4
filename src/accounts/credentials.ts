// From the headers of a request to the account that sent it. One credential a request: an API key or a token as
// "Authorization: Bearer", or a key as "X-Api-Key". One that does not hold refuses the whole request, so that a client
// whose key has ended hears of it instead of being served as anyone.

import { type Account, anyone } from './account';
import { CredentialMalformed, CredentialRefused } from './accounts.errors';
import { isMeantAsKey, readApiKey } from './api-key-text';
import type { KeyBook } from './key-book';

export interface RequestHeaders {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names and values in turn, as they came: node gives only the first of two Authorization headers in `headers`. */
  readonly raw: { readonly rawHeaders: readonly string[] };
}

/** Who a token was made out to. */
export interface TokenReader {
  /** @throws RequestRefused */
  accountOf(token: string): Account | Promise<Account>;
}

export interface CredentialsParts {
  keys: KeyBook;
  /** Absent where the API takes keys alone. */
  tokens: TokenReader | undefined;
}

/** Longer than the tokens of any provider that puts groups into them; what follows need not be looked at. */
const LENGTH_MAX = 8_192;
const bearer = /^bearer +([\w.~+/=-]+) *$/i;
const looksLikeToken = /^[\w-]+\.[\w-]+\.[\w-]*$/;

export class Credentials {
  constructor(private readonly parts: CredentialsParts) {}

  /**
   * Costs nothing for a request without a credential.
   * @throws RequestRefused for a credential that does not hold, or cannot be checked at the moment
   */
  callerOf(request: RequestHeaders): Account | Promise<Account> {
    const { authorization, 'x-api-key': apiKey } = request.headers;
    if (authorization === undefined && apiKey === undefined) return anyone;
    refuseSeveral(request.raw.rawHeaders);
    if (apiKey !== undefined) return this.holderOf(String(apiKey).trim(), 'X-Api-Key');
    const [, credential] = bearer.exec(String(authorization).slice(0, LENGTH_MAX + 1)) ?? [];
    if (credential === undefined) {
      throw new CredentialMalformed('Authorization must be "Bearer", a blank, and an API key or a token.');
    }
    return this.holderOf(credential, 'Authorization');
  }

  private holderOf(credential: string, header: 'Authorization' | 'X-Api-Key'): Account | Promise<Account> {
    if (credential.length > LENGTH_MAX) {
      throw new CredentialMalformed(`A credential has at most ${LENGTH_MAX} characters.`);
    }
    if (isMeantAsKey(credential)) {
      const presented = readApiKey(credential);
      if (presented === undefined) {
        throw new CredentialMalformed('The API key was cut or mistyped: its last characters do not fit.');
      }
      return this.parts.keys.accountOf(presented);
    }
    if (header === 'X-Api-Key' || !looksLikeToken.test(credential)) {
      throw new CredentialMalformed(
        `What came in ${header} is no API key of this API; they begin with mostread_.`,
      );
    }
    if (this.parts.tokens === undefined) {
      throw new CredentialRefused('This API takes API keys alone: no issuer of tokens has been set up.');
    }
    return this.parts.tokens.accountOf(credential);
  }
}

function refuseSeveral(rawHeaders: readonly string[]): void {
  let found = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase();
    if (name === 'authorization' || name === 'x-api-key') found += 1;
  }
  if (found > 1) throw new CredentialMalformed('A request may bring one credential only.');
}
