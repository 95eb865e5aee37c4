import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/**
 * Of all documents together. A parsed one takes some 120 bytes for each of its characters, and keeps its text besides;
 * Apollo Server's own store measures it without its text, and so would hold a gigabyte of comments.
 */
const CHARACTERS_AT_MOST = 1_000_000;

export interface ParsedDocument {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  /** What Apollo Server calls it. */
  readonly key: string;
}

/**
 * Documents that have been parsed and found valid; what is asked for again is not parsed again. Apollo Server knows
 * them by the hash of their text, quick answers by the text itself.
 */
export class ParsedDocuments {
  private readonly textOfKey = new Map<string, string>();
  private readonly kept = new LRUCache<string, ParsedDocument>({
    maxSize: CHARACTERS_AT_MOST,
    sizeCalculation: ({ document: { loc } }) => Math.max(1, loc?.source.body.length ?? 0),
    dispose: ({ key }) => this.textOfKey.delete(key),
  });

  of(text: string): ParsedDocument | undefined {
    return this.kept.get(text);
  }

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.kept.get(this.textOfKey.get(key) ?? '')?.document;
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    const text = document.loc?.source.body ?? key;
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    this.kept.set(text, { document, operations, key });
    if (this.kept.has(text)) this.textOfKey.set(key, text);
  }

  async delete(key: string): Promise<boolean> {
    return this.kept.delete(this.textOfKey.get(key) ?? '');
  }
}
