import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError, Kind, parse, print, stripIgnoredCharacters } from 'graphql';
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
  private readonly stripped = new Set<string>();

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const document = parse(text);
      for (const form of [text, print(document)]) this.textOfHash.set(hashOf(form), form);
      this.stripped.add(stripIgnoredCharacters(text));
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

  /** Blanks, commas and comments do not count. */
  has(text: string): boolean {
    if (this.textOfHash.has(hashOf(text))) return true;
    try {
      return this.stripped.has(stripIgnoredCharacters(text));
    } catch {
      return false; // what cannot even be cut into words is not among them
    }
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
