import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { Section } from './section.entity';
import type { SectionRepository } from './section.repository';

// The whole tree in memory, since every card shows its section and every list of a section holds its children's
// articles. Told of every change; a section stays the same object through all of them, so that a card that was made
// long ago shows its section as it is now.

/** Whoever tells that sections have changed, in this process or another. */
export interface SectionChanges {
  onChangeAround(kind: 'SECTIONS', listener: () => Promise<void>): Stop;
}

/** A change that could not be read is read again after this. */
const READ_AGAIN_MS = 1_000;

export class SectionTree {
  private byId = new Map<string, Section>();
  private slugs = new Map<string, Section>();
  private children = new Map<string | null, Section[]>();
  private families = new Map<string, ReadonlySet<string>>();
  private inOrder: Section[] = [];
  private loading: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly repository: Pick<SectionRepository, 'allSections'>) {}

  /** Reads all sections anew; calls at the same time share one reading. */
  load(): Promise<void> {
    this.loading ??= this.read().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** Reads all anew, and not by a reading that has begun already: that one may not know what has just changed. */
  async loadAnew(): Promise<void> {
    await this.loading?.catch(() => undefined);
    await this.load();
  }

  /** Reads anew with every change, however often that fails at first. */
  follow(changes: SectionChanges, { clock, log }: { clock: Clock; log: Log }): Stop {
    let isFollowing = true;
    const take = async (): Promise<void> => {
      try {
        await this.loadAnew();
      } catch (error) {
        log.warn({ err: error }, 'sections have changed and cannot be read yet');
        clock.after(READ_AGAIN_MS, () => (isFollowing ? take() : undefined));
      }
    };
    const stop = changes.onChangeAround('SECTIONS', take);
    return () => {
      isFollowing = false;
      stop();
    };
  }

  /** Told when the tree has been read anew: lists that were gathered along it may be others now. */
  onLoaded(listener: () => void): Stop {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Reads anew where one of the ids is not known; twice if need be: a reading under way may have begun too early. */
  async know(ids: readonly string[]): Promise<void> {
    for (let attempt = 0; attempt < 2; attempt++) {
      if (ids.every((id) => this.byId.has(id))) return;
      await this.load();
    }
  }

  get(id: string): Section | undefined {
    return this.byId.get(id);
  }

  bySlug(slug: string): Section | undefined {
    return this.slugs.get(slug);
  }

  /** Each after the one that it stands under, siblings in their order. */
  all(): Section[] {
    return this.inOrder;
  }

  childrenOf(id: string): Section[] {
    return this.children.get(id) ?? [];
  }

  /** The ids of a section and of all sections under it, at any depth. */
  withDescendants(id: string): ReadonlySet<string> {
    return this.families.get(id) ?? new Set([id]);
  }

  /** From the one right above to the root. */
  ancestorsOf(id: string): Section[] {
    const above: Section[] = [];
    let section = this.byId.get(id);
    while (section?.parentId && above.length < this.byId.size) {
      section = this.byId.get(section.parentId);
      if (section) above.push(section);
    }
    return above;
  }

  private async read(): Promise<void> {
    const sections = (await this.repository.allSections()).map((section) => {
      const known = this.byId.get(section.id);
      return known === undefined ? section : Object.assign(known, section);
    });
    this.byId = new Map(sections.map((section) => [section.id, section]));
    this.slugs = new Map(sections.map((section) => [section.slug, section]));
    this.children = new Map();
    for (const section of sections) {
      this.children.set(section.parentId, [...(this.children.get(section.parentId) ?? []), section]);
    }
    this.inOrder = this.under(null);
    this.families = new Map(
      sections.map(({ id }) => [id, new Set([id, ...this.under(id).map((section) => section.id)])]),
    );
    for (const listener of this.listeners) listener();
  }

  private under(parentId: string | null): Section[] {
    return (this.children.get(parentId) ?? []).flatMap((section) => [section, ...this.under(section.id)]);
  }
}
