import { Arg, Authorized, Int, Query, Resolver } from 'type-graphql';
import { BadUserInput } from '../platform/errors';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readUuid } from '../platform/graphql/id-or-slug';
import { readFirst } from '../platform/graphql/page-arguments';
import { AuditSubject } from './audit-entry.entity';
import { AuditEntryConnection, AuditEntryEdge } from './audit-log.type';
import type { AuditLogReading, AuditPlace } from './audit-log-reading.repository';
import { Scope } from './scope';

const NEWEST = 'audit:newest';

@Resolver()
export class AuditLogResolver {
  constructor(private readonly log: AuditLogReading) {}

  @Authorized(Scope.AUDIT_READ)
  @Query(() => AuditEntryConnection, {
    description: 'Who did what, newest first. Needs the scope AUDIT_READ.',
  })
  async auditLog(
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many at most, from 0 to 200.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null | undefined,
    @Arg('subject', () => AuditSubject, { nullable: true, description: 'Only acts on this kind of thing.' })
    subject: AuditSubject | null | undefined,
    @Arg('subjectId', () => String, { nullable: true, description: 'Only acts on the thing with this id.' })
    subjectId: string | null | undefined,
    @Arg('actor', () => String, { nullable: true, description: 'Only acts of the account with this id.' })
    actor: string | null | undefined,
    @Arg('from', () => Date, { nullable: true, description: 'Only acts from this time on.' })
    from: Date | null | undefined,
    @Arg('to', () => Date, { nullable: true, description: 'Only acts before this time.' }) to:
      | Date
      | null
      | undefined,
  ): Promise<AuditEntryConnection> {
    const limit = readFirst(first);
    if (from && to && from > to) {
      throw new BadUserInput('to', '"to" lies before "from".');
    }
    const filter = { subject, subjectId, actor, from, to };
    const rows = await this.log.newest(
      filter,
      limit + 1,
      typeof after === 'string' ? readPlace(after) : undefined,
    );
    const edges = rows
      .slice(0, limit)
      .map(({ place, ...entry }) => new AuditEntryEdge(entry, writeCursor(NEWEST, [place, entry.id])));
    return new AuditEntryConnection({
      edges,
      hasNextPage: rows.length > limit,
      hasPreviousPage: typeof after === 'string',
      count: () => this.log.count(filter),
    });
  }
}

function readPlace(cursor: string): AuditPlace {
  const [place, id, ...rest] = readCursor(NEWEST, cursor);
  const isWhole = typeof place === 'string' && /^\d{1,17}$/.test(place) && typeof id === 'string';
  if (!isWhole || readUuid(id) !== id || rest.length > 0) throw wrongCursor();
  return { place, id };
}
