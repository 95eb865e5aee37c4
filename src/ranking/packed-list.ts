// A list on its way from the leader to every API process. Its entries travel as a text of their own inside the message:
// who takes the message in reads the numbers of the articles and leaves the rest unread until somebody asks for the
// list. A process is asked for few of its hundred lists between two snapshots; parsing all of them would hold up its
// event loop for several milliseconds each time. A list that has not changed is not packed again.

import { type PackedEntry, unpackEntry, writeEntry } from './packed-entry';
import type { RankedEntry } from './ranked-entry';

/** What a list is, whichever way it came here. */
export interface ListToPack {
  orderId: OrderId;
  entries: readonly RankedEntry[];
}

/** What a SnapshotId is. */
interface OrderId {
  term: number;
  sequence: number;
}

export type PackedId = [term: number, sequence: number];
export type PackedList = [
  name: string,
  orderId: PackedId,
  articles: string,
  /** What the times of the entries are counted back from. */
  atMs: number,
  entries: string,
];

interface PackedText {
  articles: string;
  atMs: number;
  entries: string;
}

const packedTexts = new WeakMap<readonly RankedEntry[], PackedText>();

export function packList(name: string, list: ListToPack, nowMs: number): PackedList {
  const { articles, atMs, entries } = packedTextOf(list.entries, nowMs);
  return [name, packId(list.orderId), articles, atMs, entries];
}

/** The end of the running hour: what has been written of an entry is as good in the next tick, and no time is ahead. */
const HOUR_MS = 3_600_000;
const countedBackFrom = (nowMs: number) => (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS;

function packedTextOf(entries: readonly RankedEntry[], nowMs: number): PackedText {
  const known = packedTexts.get(entries);
  if (known !== undefined) return known;
  const atMs = countedBackFrom(nowMs);
  const text = {
    articles: entries.map((entry) => entry.article).join(),
    atMs,
    entries: `[${entries.map((entry) => writeEntry(entry, atMs)).join()}]`,
  };
  packedTexts.set(entries, text);
  return text;
}

/** A list as it has arrived: unpacked when it is first asked for. */
export class ArrivedList implements ListToPack {
  readonly orderId: OrderId;
  readonly articles: readonly number[];
  private readonly atMs: number;
  private packed: string;
  private unpacked: readonly RankedEntry[] | undefined;

  constructor([, orderId, articles, atMs, entries]: PackedList) {
    this.orderId = unpackId(orderId);
    this.articles = articles === '' ? [] : articles.split(',').map(Number);
    this.atMs = atMs;
    this.packed = entries;
  }

  get entries(): readonly RankedEntry[] {
    if (this.unpacked === undefined) {
      const packed = JSON.parse(this.packed) as PackedEntry[];
      this.unpacked = packed.map((entry) => unpackEntry(entry, this.atMs));
      this.packed = '';
    }
    return this.unpacked;
  }
}

/** The articles of a list in their order, without unpacking it. */
export function articlesOf(list: ListToPack): readonly number[] {
  return list instanceof ArrivedList ? list.articles : list.entries.map((entry) => entry.article);
}

export const packId = (id: OrderId): PackedId => [id.term, id.sequence];
export const unpackId = ([term, sequence]: PackedId): OrderId => ({ term, sequence });
