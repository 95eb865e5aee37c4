import { Field, ObjectType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { AuditEntry } from './audit-entry.entity';

@ObjectType({ description: 'An entry of the audit log in a list.' })
export class AuditEntryEdge {
  @Field(() => AuditEntry, { description: 'The entry.' })
  readonly node: AuditEntry;

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  readonly cursor: string;

  constructor(node: AuditEntry, cursor: string) {
    this.node = node;
    this.cursor = cursor;
  }
}

export interface AuditLogPage {
  edges: readonly AuditEntryEdge[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => Promise<number>;
}

@ObjectType({ description: 'A page of the audit log.' })
export class AuditEntryConnection {
  @Field(() => [AuditEntryEdge], { description: 'The entries of this page, newest first.' })
  readonly edges: readonly AuditEntryEdge[];

  constructor(private readonly page: AuditLogPage) {
    this.edges = page.edges;
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many entries the whole list has.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}
