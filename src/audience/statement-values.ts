/** The values of a statement as it is put together; nothing that a client writes becomes SQL. */
export class StatementValues {
  readonly list: unknown[] = [];

  /** The place of the value in the statement: $1, say. */
  add(value: unknown): string {
    return `$${this.list.push(value)}`;
  }
}
