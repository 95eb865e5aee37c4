// Makes an exclusion, or takes it back, in a process of its own, to be killed where a test wants it. Arguments: Postgres,
// Redis, key space, time, step to wait at, the exclusion to take back or nothing, the exclusion to make as JSON.

import 'reflect-metadata';
import { theProgram } from '../../src/accounts/account';
import { AuditLogRepository } from '../../src/accounts/audit-log.repository';
import { allPartitions } from '../../src/boards/partition';
import { BoardsFollowExclusions } from '../../src/views/boards-follow-exclusions';
import { ExcludeViews, type ExclusionDraft } from '../../src/views/exclude-views';
import { ExclusionRepository } from '../../src/views/exclusion.repository';
import { LiveSlicesStore } from '../../src/views/live-slices.store';
import { ViewStreamStore } from '../../src/views/view-stream.store';
import { openSteppedStores, say } from '../setup/stepped-stores';

/** The place where it stops. */
let waitsAt = '';

async function at(step: string): Promise<void> {
  if (step !== waitsAt) return;
  say(`AT ${step}`);
  await new Promise(() => undefined); // until it is killed
}

class SteppedRepository extends ExclusionRepository {
  override async alone<T>(act: Parameters<ExclusionRepository['alone']>[0]): Promise<T> {
    const made = await super.alone(act);
    await at('COMMITTED');
    return made as T;
  }

  override async write(...given: Parameters<ExclusionRepository['write']>): Promise<void> {
    await at('READ');
    await super.write(...given);
    await at('WRITTEN');
  }

  override async takeBack(...given: Parameters<ExclusionRepository['takeBack']>) {
    await at('READ');
    const exclusion = await super.takeBack(...given);
    await at('WRITTEN');
    return exclusion;
  }

  override async boardsOf(id: string) {
    const boards = await super.boardsOf(id);
    const half = boards.filter(({ partition }) => partition < allPartitions.length / 2);
    return waitsAt === 'HALF OF THE BOARDS' ? half : boards;
  }

  override async markFollowed(...given: Parameters<ExclusionRepository['markFollowed']>): Promise<void> {
    await at('HALF OF THE BOARDS');
    await at('BOARDS');
    await super.markFollowed(...given);
    await at('NOTED');
  }
}

async function main(): Promise<void> {
  const { dataSource, redis, clock, log, rest } = await openSteppedStores();
  const [step = '', taken = '', drafted = '{}'] = rest;
  waitsAt = step;
  const repository = new SteppedRepository(dataSource);
  const boards = new BoardsFollowExclusions({ repository, redis, clock, log });
  const exclusions = new ExcludeViews({
    ...{ repository, clock, live: new LiveSlicesStore(redis), stream: new ViewStreamStore(redis, 1_000_000) },
    audit: new AuditLogRepository(),
    onChanged: () => boards.tryNow(),
  });
  if (taken === '') await exclusions.exclude(JSON.parse(drafted) as ExclusionDraft, theProgram);
  else await exclusions.takeBack(taken, 'it was real', theProgram);
  say('DONE');
  process.exit(0);
}

main().catch((error: unknown) => {
  say(`FAILED\n${String(error)}`);
  process.exit(1);
});
