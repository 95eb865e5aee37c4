import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentNode, GraphQLError, Kind, parse, print } from 'graphql';
import { MostreadError } from '../errors';

/** The folder of known documents cannot be read, or holds one that is no GraphQL. Set KNOWN_DOCUMENTS right. */
export class WrongKnownDocuments extends MostreadError {
  readonly code = 'WRONG_KNOWN_DOCUMENTS';

  constructor(folder: string, reason: string, cause?: unknown) {
    super(`The known documents in ${folder} cannot be used: ${reason}`, { cause });
  }
}

/** Documents that a publisher's own clients send. */
export class KnownDocuments {
  /** By the SHA-256 of their text, as it stands in the file and as `print` of graphql-js writes it. */
  readonly textOfHash = new Map<string, string>();
  readonly operationNames = new Set<string>();
  private readonly forms = new Set<string>();
  private readonly checked = new WeakMap<DocumentNode, boolean>();

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const document = parse(text);
      for (const form of [text, print(document)]) this.textOfHash.set(hashOf(form), form);
      this.forms.add(formOf(document));
      for (const definition of document.definitions) {
        if (definition.kind === Kind.OPERATION_DEFINITION && definition.name)
          this.operationNames.add(definition.name.value);
      }
    }
  }

  /** Every `.graphql` file right in the folder. @throws WrongKnownDocuments */
  static from(folder: string): KnownDocuments {
    try {
      const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
      return new KnownDocuments(names.map((name) => readFileSync(join(folder, name), 'utf8')));
    } catch (error) {
      if (error instanceof GraphQLError) throw new WrongKnownDocuments(folder, error.message, error);
      throw new WrongKnownDocuments(folder, String((error as Error).message), error);
    }
  }

  /** Blanks, comments and the order of operations and fragments do not count: tools write them as they like. */
  has(document: DocumentNode): boolean {
    const isKnown = this.checked.get(document) ?? this.forms.has(formOf(document));
    this.checked.set(document, isKnown);
    return isKnown;
  }
}

function formOf(document: DocumentNode): string {
  return document.definitions.map(print).sort().join('\n');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
