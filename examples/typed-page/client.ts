// All that a typed client needs: a document knows the type of its answer and of its variables.

import { createHash } from 'node:crypto';
import type { TypedDocumentString } from './generated/documents';

interface GraphqlError {
  message: string;
  extensions?: { code?: string; field?: string; retryable?: boolean };
}

interface Answer<T> {
  data?: T | null;
  errors?: GraphqlError[];
}

export class AnswerHasErrors extends Error {
  constructor(readonly errors: readonly GraphqlError[]) {
    super(errors.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`).join('\n'));
  }
}

export class NewsClient {
  constructor(private readonly url: string) {}

  /**
   * A query by GET and by the hash of its document, so that caches on the way can keep the answer; the document itself
   * goes along once, when the server says that it does not know the hash.
   * @throws AnswerHasErrors
   */
  async query<T, V>(document: TypedDocumentString<T, V>, variables: V): Promise<T> {
    const text = document.toString();
    const sha256Hash = createHash('sha256').update(text).digest('hex');
    const parameters = {
      variables: JSON.stringify(variables),
      extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }),
    };
    const answer = await this.get<T>(parameters);
    const isUnknown = answer.errors?.[0]?.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND';
    const { data, errors } = isUnknown ? await this.get<T>({ ...parameters, query: text }) : answer;
    if (errors !== undefined || data == null) throw new AnswerHasErrors(errors ?? []);
    return data;
  }

  private async get<T>(parameters: Record<string, string>): Promise<Answer<T>> {
    const response = await fetch(`${this.url}/graphql?${new URLSearchParams(parameters)}`, {
      headers: {
        // Without it GET is refused: it is what a page of a foreign origin cannot send without asking first.
        'apollo-require-preflight': 'true',
        'apollographql-client-name': 'typed-page',
        'apollographql-client-version': '1.0.0',
      },
    });
    return (await response.json()) as Answer<T>;
  }
}
