// The lists of the named windows in the memory of this process, each for a second: a rail of the most read costs one
// small statement a second and list, however often it is asked for.

import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock';
import type { KeptList, MostReadListsRepository } from './most-read-lists.repository';

const GOOD_FOR_MS = 1_000;
/** Sections and languages, of six windows each. */
const LISTS_MAX = 2_000;
/** When Postgres does not answer, the last list serves for so long. */
const SERVES_UNREAD_MS = 10 * 60_000;

interface Known {
  readAtMs: number;
  list: KeptList | undefined;
  reading?: Promise<KeptList | undefined>;
}

export class KeptLists {
  private readonly known = new LRUCache<string, Known>({ max: LISTS_MAX });

  constructor(
    private readonly repository: Pick<MostReadListsRepository, 'read'>,
    private readonly clock: Clock,
  ) {}

  /** Undefined where no worker has made it yet. */
  async get(window: string, scope: string): Promise<KeptList | undefined> {
    const name = `${window} ${scope}`;
    const known = this.known.get(name);
    const nowMs = this.clock.nowMs();
    if (known !== undefined && nowMs - known.readAtMs < GOOD_FOR_MS) return known.list;
    if (known?.reading !== undefined) return known.reading;
    const reading = this.read(name, { window, scope }, known);
    this.known.set(name, { readAtMs: Number.NEGATIVE_INFINITY, list: undefined, ...known, reading });
    return reading;
  }

  private async read(
    name: string,
    { window, scope }: { window: string; scope: string },
    last: Known | undefined,
  ): Promise<KeptList | undefined> {
    const readAtMs = this.clock.nowMs();
    try {
      const list = await this.repository.read(window, scope);
      this.known.set(name, { readAtMs, list });
      return list;
    } catch (error) {
      this.known.delete(name);
      const serves = last?.list !== undefined && readAtMs - last.list.computedAtMs < SERVES_UNREAD_MS;
      if (!serves) throw error;
      this.known.set(name, { readAtMs, list: last.list });
      return last.list;
    }
  }
}
