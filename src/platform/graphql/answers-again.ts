// What may be answered a second time, and how: who asks by GET without a credential gets the answer that somebody else
// was given a moment ago. It costs its caller what every request costs, and not the price of the operation again.

import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationDefinitionNode } from 'graphql';
import { isAmong, sayHeader, tagOf } from '../http/keep-answers';
import { ageOf, type ListTimes, listsAtMsOf } from './cache-policy';
import type { Beginning, KeptAnswer, KeptAnswers } from './kept-answers';
import type { RequestContext } from './per-request';
import type { PrivacySignals } from './privacy-signals';
import { isPreflighted } from './question';
import type { AnswerToKeep, Sending } from './quick-answers';
import type { RequestRule } from './request-rule';

export type AnswerAgain = KeptAnswer<OperationDefinitionNode>;

export interface AnswersAgainParts {
  kept: KeptAnswers<OperationDefinitionNode>;
  rules: readonly RequestRule[];
  lists?: ListTimes | undefined;
  /** Absent: nobody is shown anything else by it. */
  privacy?: PrivacySignals | undefined;
}

/** As Node has it and as Fastify has it. */
interface Asked {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export class AnswersAgain {
  constructor(private readonly parts: AnswersAgainParts) {}

  /** An answer that is as good as a new one. Whoever asks must be without a credential. */
  find({ method, url = '', headers }: Asked, contentType: string): AnswerAgain | undefined {
    if (method !== 'GET' || !isPreflighted(headers)) return undefined;
    return this.parts.kept.find(this.keyOf(url, headers, contentType));
  }

  /** Says its headers to `reply`, and gives its text; undefined once whoever has it already has been told so. */
  give(answer: AnswerAgain, context: RequestContext, reply: FastifyReply): string | undefined {
    const said = this.countAndSay(answer, context);
    for (let at = 0; at < said.length; at += 2) reply.header(said[at]!, said[at + 1]!);
    if (answer.vary !== undefined) sayHeader(reply, 'vary', answer.vary);
    if (isAmong(answer.tag, reply.request.headers['if-none-match'])) {
      reply.code(304).send();
      return undefined;
    }
    for (const [name, value] of answer.headers) reply.header(name, value);
    return answer.text;
  }

  /** For one who is given it: what is said of it to all, names and values in turn. */
  countAndSay(
    { operation, cacheControl, tag, listsAtMs }: AnswerAgain,
    asked: Pick<RequestContext, 'headers'>,
  ): string[] {
    const { rules, lists } = this.parts;
    for (const rule of rules) rule.answeredAgain?.(operation, asked);
    const said = ['cache-control', cacheControl, 'etag', tag];
    return listsAtMs === undefined || lists === undefined ? said : [...said, 'age', ageOf(listsAtMs, lists)];
  }

  /** Call it before anything is run; what it gives keeps the answer, unless that says that it may not be kept. */
  keeperFor(
    { method, url, headers }: FastifyRequest,
    context: RequestContext,
    contentType: string,
  ): Sending['keep'] {
    // What came with a credential is for its caller alone.
    if (method !== 'GET' || context.caller.isKnown) return undefined;
    const key = this.keyOf(url, headers, contentType);
    const beginning = this.parts.kept.begin();
    return (answer, text) => this.keep(key, answer, text, beginning);
  }

  private keep(key: string, answer: AnswerToKeep, text: string, beginning: Beginning): void {
    const { headers, operation, status = 200 } = answer;
    const cacheControl = headers.get('cache-control');
    if (status !== 200 || operation === undefined || !cacheControl?.startsWith('public')) return;
    const tag = tagOf(text);
    headers.set('etag', tag);
    const others = [...headers].filter(([name]) => !saidApart.has(name));
    const listsAtMs = listsAtMsOf(answer);
    const kept = {
      text,
      tag,
      cacheControl,
      vary: headers.get('vary'),
      headers: others,
      operation,
      listsAtMs,
    };
    this.parts.kept.keep(key, kept, beginning);
  }

  /** By the whole address: the document or its hash, its variables and the operation, as this client writes them. */
  private keyOf(url: string, headers: IncomingHttpHeaders, contentType: string): string {
    const apart = this.parts.privacy?.isSent(headers) ? 'apart ' : '';
    return `${apart}${contentType}\n${url}`;
  }
}

const saidApart = new Set(['age', 'cache-control', 'etag', 'vary']);
