// Automatic persisted queries: a client sends the hash of its document, and the document itself once, when the server
// says that it does not know it. Each process learns by itself and forgets what was not asked for lately, so a client
// must be ready to send the document again at any time; Apollo's clients are.

import type { ApolloServerOptions, ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { MostreadError } from '../errors';
import { extensionsOf } from './error-masking';
import type { KnownDocuments } from './known-documents';
import type { RequestContext } from './per-request';

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

/** What Apollo Server needs to be told for the setting. */
export function persistedQueries({ persistedQueries: mode, known }: PersistedQueriesOptions): Pick<
  ApolloServerOptions<RequestContext>,
  'persistedQueries'
> & {
  plugins: ApolloServerPlugin<RequestContext>[];
} {
  switch (mode) {
    case 'off':
      return { persistedQueries: false, plugins: [] };
    case 'auto':
      return { persistedQueries: { cache: new RegisteredDocuments(known), ttl: null }, plugins: [] };
    case 'known-only':
      return {
        persistedQueries: { cache: new OnlyKnownDocuments(known), ttl: null },
        plugins: [refuseOthers(known)],
      };
  }
}

/** Apollo Server asks with a prefix before the hash. */
function hashIn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** Nothing is learnt from clients. */
class OnlyKnownDocuments {
  constructor(private readonly known: KnownDocuments) {}

  async get(key: string): Promise<string | undefined> {
    return this.known.textOfHash.get(hashIn(key));
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

  override async get(key: string): Promise<string | undefined> {
    return (await super.get(key)) ?? this.texts.get(hashIn(key));
  }

  override async set(key: string, text: string): Promise<void> {
    this.texts.set(hashIn(key), text);
  }
}

/** Before the document is compiled or run. */
function refuseOthers(known: KnownDocuments): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document }) {
          if (known.has(document)) return;
          const error = new DocumentNotKnown();
          const extensions = { ...extensionsOf(error), http: { status: 400 } };
          throw new GraphQLError(error.message, { extensions, originalError: error });
        },
      };
    },
  };
}
