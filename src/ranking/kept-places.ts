import type { RankedPlace } from './ranked-article.type';

/** The places of a page, made once for as long as the list that it is cut from is the same. */
export class KeptPlaces<List extends object> {
  private readonly pages = new WeakMap<List, Map<number, readonly RankedPlace[]>>();

  /** @param from, to: of few lists, all short: the pages that can be asked for are few as well */
  of(list: List, { from, to }: { from: number; to: number }, make: () => readonly RankedPlace[]) {
    const page = from * PAGE_ENDS + to;
    const pages = this.pages.get(list) ?? new Map<number, readonly RankedPlace[]>();
    const known = pages.get(page);
    if (known !== undefined) return known;
    const places = make();
    this.pages.set(list, pages.set(page, places));
    return places;
  }
}

/** More than any list is long. */
const PAGE_ENDS = 1_000;
