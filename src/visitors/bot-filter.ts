// Who is not a reader: what isbot knows (GPTBot, curl, node, headless browsers and the like), who says
// nothing of itself, bare HTTP libraries that isbot misses, browsers that load a page before anyone has asked for it,
// and requests that no page of a browser can have made (docs/decisions/0036).

import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';
import { type Headers, headerOf } from './request-headers';

const REMEMBERED_AGENTS = 5_000;
/**
 * Android's own HTTP client, as apps that set no agent of their own send it (isbot 5.2.3 takes it for a
 * browser).
 */
const bareLibraries = /^Dalvik\//;

export class BotFilter {
  private readonly verdicts = new LRUCache<string, 'bot' | 'reader'>({ max: REMEMBERED_AGENTS });

  /**
   * Agents of the publisher's own apps, by how they begin: their libraries look like bots (okhttp,
   * CFNetwork).
   */
  constructor(private readonly ownAppAgents: readonly string[]) {}

  isBot(headers: Headers): boolean {
    return (
      isAhead(headers) || isNoScript(headers) || this.verdictOn(headerOf(headers, 'user-agent')) === 'bot'
    );
  }

  private verdictOn(agent: string): 'bot' | 'reader' {
    const known = this.verdicts.get(agent);
    if (known !== undefined) return known;
    const verdict = this.judge(agent);
    this.verdicts.set(agent, verdict);
    return verdict;
  }

  private judge(agent: string): 'bot' | 'reader' {
    if (this.ownAppAgents.some((own) => agent.startsWith(own))) return 'reader';
    return agent.trim() === '' || bareLibraries.test(agent) || isbot(agent) ? 'bot' : 'reader';
  }
}

const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/**
 * Loaded ahead, perhaps for nothing: Chromium's Sec-Purpose, WebKit's Purpose, Firefox' X-Moz, old Safari's
 * X-Purpose.
 */
function isAhead(headers: Headers): boolean {
  return purposeHeaders.some(
    (name) => headers[name] !== undefined && /prefetch|prerender|preview/i.test(headerOf(headers, name)),
  );
}

/**
 * Reports are sent by fetch, XMLHttpRequest or sendBeacon, and a browser says so by itself: the destination is "empty",
 * and the mode none of a navigation or a socket. No page can set or change these headers; a form that a foreign page
 * submits has others, and so have scrapers that send with every request what a browser sends with its first. Who sends
 * none, as apps and old browsers, says nothing.
 */
function isNoScript(headers: Headers): boolean {
  const destination = headers['sec-fetch-dest'];
  const mode = headers['sec-fetch-mode'];
  return (
    (destination !== undefined && destination !== 'empty') || mode === 'navigate' || mode === 'websocket'
  );
}
