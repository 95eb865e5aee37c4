// On a change of leader, sources go on from what the last leader remembered. That may be of another version of the
// program: memories that cannot be read are no reason to rank nothing for as long as they are kept.

import type { Log } from '../platform/log/log';
import type { ListSource, SourceMemories } from './list-source';
import type { Snapshot } from './snapshot';

export interface LeftByTheLastLeader {
  last: Snapshot | undefined;
  memories: SourceMemories;
  log: Pick<Log, 'warn'>;
}

/** A source that fails at its memories goes on from the lists alone; one that fails at those too begins anew. */
export function takeOverSources(
  sources: readonly ListSource[],
  { last, memories, log }: LeftByTheLastLeader,
): void {
  for (const source of sources) {
    try {
      source.takeOver(last, memories);
    } catch (error) {
      log.warn({ err: error }, 'what the last leader remembered cannot be read: lists go on without it');
      fromListsAlone(source, last);
    }
  }
}

function fromListsAlone(source: ListSource, last: Snapshot | undefined): void {
  try {
    source.takeOver(last);
  } catch {
    source.takeOver(undefined);
  }
}
