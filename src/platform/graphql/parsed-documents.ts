import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/**
 * Of all documents together. A parsed one takes some 120 bytes for each of its characters, and keeps its text besides;
 * Apollo Server's own store measures it without its text, and so would hold a gigabyte of comments.
 */
const CHARACTERS_AT_MOST = 1_000_000;

/** Documents that have been parsed and found valid, for Apollo Server; what is asked for again is not parsed again. */
export class ParsedDocuments {
  private readonly kept = new LRUCache<string, DocumentNode>({
    maxSize: CHARACTERS_AT_MOST,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? 0),
  });

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.kept.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.kept.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.kept.delete(key);
  }
}
