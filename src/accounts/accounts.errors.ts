import { MostreadError, RequestRefused } from '../platform/errors';

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

/** A credential came and does not hold: nothing of the request is run, not even what needs no credential. */
abstract class BadCredential extends RequestRefused {
  readonly status = 401;
  override readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    const words = message.replaceAll('"', "'");
    this.headers = {
      'www-authenticate': `Bearer realm="mostread", error="invalid_token", error_description="${words}"`,
    };
  }
}

/** What was sent is no credential: cut, mistyped, twice, or in a header that is read otherwise. */
export class CredentialMalformed extends BadCredential {
  readonly code = 'CREDENTIAL_MALFORMED';
}

/** Unknown, forged, or meant for another API. It does not say which, unless the signature was right. */
export class CredentialRefused extends BadCredential {
  readonly code = 'CREDENTIAL_REFUSED';

  constructor(message = 'The credential of this request is not known here.', cause?: unknown) {
    super(message, { cause });
  }
}

/** It was good, and its time is over: only whoever holds the whole of it is told. */
export class CredentialExpired extends BadCredential {
  readonly code = 'CREDENTIAL_EXPIRED';

  constructor() {
    super('The credential of this request has expired. Send a new one.');
  }
}

/** An administrator has ended the key: only whoever holds the whole of it is told. */
export class CredentialRevoked extends BadCredential {
  readonly code = 'CREDENTIAL_REVOKED';

  constructor() {
    super('The API key of this request has been revoked. Ask an administrator for another.');
  }
}

/** The token may be good: the keys that would tell cannot be had at the moment. */
export class TokenKeysUnavailable extends RequestRefused {
  readonly code = 'TOKEN_KEYS_UNAVAILABLE';
  readonly status = 503;
  override readonly headers = { 'retry-after': '5' };

  constructor(cause: unknown) {
    super('The keys that tokens are checked by cannot be read at the moment. Try again in a few seconds.', {
      retryable: true,
      cause,
    });
  }
}

/** A key can have no more than who creates it has. */
export class ScopesNotHeld extends MostreadError {
  readonly code = 'SCOPES_NOT_HELD';

  constructor(scopes: readonly string[], field: 'role' | 'scopes') {
    super(
      `You cannot give what you do not have: ${scopes.join(', ')}. Leave it out, or ask an administrator.`,
      {
        field,
      },
    );
  }
}

/** No key has this id; one that was revoked still has it. */
export class ApiKeyNotFound extends MostreadError {
  readonly code = 'API_KEY_NOT_FOUND';

  constructor(id: string) {
    super(`There is no API key with the id "${id.slice(0, 80)}".`, { field: 'id' });
  }
}

/** Every key stands in the memory of each process: revoke those that are not used. */
export class TooManyApiKeys extends MostreadError {
  readonly code = 'TOO_MANY_API_KEYS';

  constructor(max: number) {
    super(`There are ${max} API keys that have neither ended nor been revoked: no more can be created.`);
  }
}
