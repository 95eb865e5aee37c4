// Automatic persisted queries: a client sends the hash of its document, and the document itself once, when the server
// says that it does not know it. Each process learns by itself and forgets what was not asked for lately, so a client
// must be ready to send the document again at any time; Apollo's clients are.

import type { ApolloServerOptions } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { MostreadError } from '../errors';
import { extensionsOf } from './error-masking';
import type { KnownDocuments } from './known-documents';
import type { RequestContext } from './per-request';
import type { RequestRule } from './request-rule';

export type PersistedQueries = 'auto' | 'known-only' | 'off';

/** Memory for documents that clients have registered; the longest of them have some 20 KB. */
const REGISTERED_BYTES = 8 * 1_048_576;

/** This server runs known documents only: ask its operator to add yours to the folder KNOWN_DOCUMENTS. */
export class DocumentNotKnown extends MostreadError {
  readonly code = 'DOCUMENT_NOT_KNOWN';

  constructor() {
    super('This server runs only the documents that its publisher has put on its list; this one is not.');
  }
}

export interface PersistedQueriesOptions {
  persistedQueries: PersistedQueries;
  known: KnownDocuments;
}

export interface PersistedOnServer extends Pick<ApolloServerOptions<RequestContext>, 'persistedQueries'> {
  /** Of a document that may be asked for by its hash alone. */
  textOfHash(hash: string): string | undefined;
  rules: RequestRule[];
}

/** What the setting means for a server. */
export function persistedQueries({
  persistedQueries: mode,
  known,
}: PersistedQueriesOptions): PersistedOnServer {
  if (mode === 'off') return { persistedQueries: false, textOfHash: () => undefined, rules: [] };
  const cache = mode === 'auto' ? new RegisteredDocuments(known) : new OnlyKnownDocuments(known);
  return {
    persistedQueries: { cache, ttl: null },
    textOfHash: (hash) => cache.textOf(hash),
    rules: mode === 'auto' ? [] : [refuseOthers(known)],
  };
}

/** Apollo Server asks with a prefix before the hash. */
function hashIn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** Nothing is learnt from clients. */
class OnlyKnownDocuments {
  constructor(private readonly known: KnownDocuments) {}

  textOf(hash: string): string | undefined {
    return this.known.textOfHash.get(hash);
  }

  async get(key: string): Promise<string | undefined> {
    return this.textOf(hashIn(key));
  }

  async set(_key: string, _text: string): Promise<void> {}

  async delete(): Promise<void> {}
}

/** The publisher's own documents are known from the start, whatever else is registered. */
class RegisteredDocuments extends OnlyKnownDocuments {
  private readonly texts = new LRUCache<string, string>({
    maxSize: REGISTERED_BYTES,
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
  });

  override textOf(hash: string): string | undefined {
    return super.textOf(hash) ?? this.texts.get(hash);
  }

  override async set(key: string, text: string): Promise<void> {
    this.texts.set(hashIn(key), text);
  }
}

/** Before the document is compiled or run. */
function refuseOthers(known: KnownDocuments): RequestRule {
  return {
    beforeRunning({ document }) {
      if (known.has(document)) return;
      const error = new DocumentNotKnown();
      const extensions = { ...extensionsOf(error), http: { status: 400 } };
      throw new GraphQLError(error.message, { extensions, originalError: error });
    },
  };
}
