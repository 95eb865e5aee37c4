/** An absolute address, from a reference and what it is relative to; nothing when they do not give one. */
export function resolveUrl(reference: string, base?: string | URL): URL | undefined {
  try {
    return new URL(reference.trim(), base);
  } catch {
    return undefined;
  }
}

/** The same, but only what a reader's browser can open. */
export function resolveWebUrl(reference: string | undefined, base?: string | URL): string | undefined {
  if (reference === undefined) return undefined;
  const url = resolveUrl(reference, base);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}
