// Keeps what the leader publishes: once a minute, those lists that are new. It never holds a tick up. A minute that
// cannot be written is missing, and the next one is written whole.

import { atEndOfTurn } from '../../platform/clock';
import type { Log } from '../../platform/log/log';
import type { RankedEntry } from '../ranked-entry';
import type { RankedList, Snapshot } from '../snapshot';
import { type ListRecord, minuteOf, recordOf } from './list-record';
import { type RankedMinutesRepository, WRITTEN_AGAIN_AFTER } from './ranked-minutes.repository';

export interface RankingArchiveParts {
  minutes: Pick<RankedMinutesRepository, 'write'>;
  log: Log;
}

interface Written {
  minute: number;
  content: string;
}

const GONE: RankedList = { orderId: { term: 0, sequence: 0 }, entries: [] };

export class RankingArchive {
  private term: number | undefined;
  private triedMinute = -Infinity;
  private writtenMinute = -Infinity;
  private readonly written = new Map<string, Written>();
  private writing: Promise<void> | undefined;
  private troubled = false;

  constructor(private readonly parts: RankingArchiveParts) {}

  /** Called with every snapshot that has been published; the first of a minute is kept. */
  keep(snapshot: Snapshot): void {
    const minute = minuteOf(snapshot.computedAtMs);
    // Another process may have written meanwhile: what was written before says nothing of what is kept now.
    if (snapshot.id.term !== this.term) this.forget(snapshot.id.term);
    if (minute === this.triedMinute || this.writing !== undefined) return;
    this.triedMinute = minute;
    this.writing = this.write(snapshot, minute)
      .then(
        () => {
          if (this.troubled) this.parts.log.info('ranked lists are kept again');
          this.troubled = false;
        },
        (error: unknown) => {
          if (!this.troubled) this.parts.log.warn({ err: error }, 'ranked lists of this minute are not kept');
          this.troubled = true;
        },
      )
      .finally(() => {
        this.writing = undefined;
      });
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await this.writing;
  }

  private forget(term: number): void {
    this.term = term;
    this.triedMinute = -Infinity;
    this.written.clear();
  }

  private async write({ id, computedAtMs, lists }: Snapshot, minute: number): Promise<void> {
    // Over a gap no record holds: after one, every list has a new record.
    if (minute !== this.writtenMinute + 1) this.written.clear();
    const { written } = this;
    const due: [string, Written][] = [];
    const records: ListRecord[] = [];
    const gone = [...written.keys()].filter((name) => !lists.has(name)).map((name) => [name, GONE] as const);
    for (const [name, list] of [...lists, ...gone]) {
      // One list at a time, so that whoever ranks or answers in this thread is not held up by fifty of them.
      await new Promise<void>((resolve) => atEndOfTurn(resolve));
      const content = contentOf(list.entries);
      const last = written.get(name);
      if (last?.content === content && minute - last.minute < WRITTEN_AGAIN_AFTER) continue;
      due.push([name, { minute, content }]);
      records.push(await recordOf(name, list.entries, computedAtMs));
    }
    await this.parts.minutes.write({ minute, computedAtMs, id, lists: records });
    this.writtenMinute = minute;
    for (const [name, state] of due) {
      if (lists.has(name)) written.set(name, state);
      else written.delete(name);
    }
  }
}

/** What makes a list new: who stands where and why, how much it is read; of the score, what comes from readers. */
function contentOf(entries: readonly RankedEntry[]): string {
  return entries
    .map(({ article, reason, viewsInWindow, score, figures }) => {
      const { reading, surprise, held, placement } = figures;
      const ranked = reading || surprise ? score.toPrecision(4) : '';
      return `${article} ${reason} ${viewsInWindow} ${ranked} ${held?.against ?? ''} ${placement?.act ?? ''}`;
    })
    .join();
}
