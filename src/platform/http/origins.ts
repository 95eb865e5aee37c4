// Which other web pages may call the API from a browser.

/** An origin as browsers send it, one with `*.` before its host, or `*`. */
export function isOriginPattern(text: string): boolean {
  if (text === '*') return true;
  const withoutStar = text.replace(/^(https?:\/\/)\*\./, '$1a.');
  if (!/^https?:\/\//.test(withoutStar) || withoutStar.includes('*')) return false;
  return URL.canParse(withoutStar) && new URL(withoutStar).origin === withoutStar;
}

export class Origins {
  readonly allowsAny: boolean;
  private readonly exact: ReadonlySet<string>;
  private readonly families: readonly { scheme: string; ending: string }[];

  constructor(patterns: readonly string[]) {
    this.allowsAny = patterns.includes('*');
    this.exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
    this.families = patterns
      .filter((pattern) => pattern.includes('://*.'))
      .map((pattern) => {
        const [scheme = '', ending = ''] = pattern.split('*');
        return { scheme, ending };
      });
  }

  allows(origin: string): boolean {
    if (this.allowsAny || this.exact.has(origin)) return true;
    return this.families.some(
      ({ scheme, ending }) =>
        origin.startsWith(scheme) &&
        origin.endsWith(ending) &&
        // Only host names between the two: no "https://evil.example/.news.example", no bare "https://.news.example".
        /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(origin.slice(scheme.length, -ending.length)),
    );
  }
}

/** A page that this very server has given; browsers name its origin too when they POST. */
export function isOwnOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
