export const OTHER = 'other';

/** Visible ASCII, no quote and no backslash: whatever shows the figures later is safe from it. */
const sane = /^[A-Za-z0-9][A-Za-z0-9 ._:@/+-]{0,63}$/;

/** Names that clients choose, the first so many of them; each further one is `other`, for figures cost memory. */
export class BoundedNames {
  private readonly names = new Set<string>();

  constructor(private readonly max: number) {}

  of(name: string): string {
    if (this.names.has(name)) return name;
    if (this.names.size >= this.max || !sane.test(name)) return OTHER;
    this.names.add(name);
    return name;
  }
}
