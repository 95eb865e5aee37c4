// A generator of load in a process of its own, which stays between the rounds so that each finds it warm: told once
// what it works on, then given orders. A line of JSON each, and a line of JSON for each answer.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { typescript } from '../http/server-process';

export class LineProcess<Order, Answer> {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string>;
  private readonly lines: Interface;

  constructor(program: string, task: unknown) {
    this.child = spawn(process.execPath, [...typescript, program], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface(this.child.stdout);
    this.answers = this.lines[Symbol.asyncIterator]();
    this.write(task);
  }

  /** @throws when the program has ended instead: what went wrong stands on standard error */
  async order(order: Order): Promise<Answer> {
    this.write(order);
    const { value, done } = await this.answers.next();
    if (done) throw new Error('A generator of load has ended before its answer');
    return JSON.parse(value) as Answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin.end();
    await ended;
  }

  private write(line: unknown): void {
    this.child.stdin.write(`${JSON.stringify(line)}\n`);
  }
}

/** The other end: `begin` is given the task, and gives what carries out an order. Ends when its input does. */
export async function carryOut<Task, Order, Answer>(
  begin: (task: Task) => Promise<(order: Order) => Promise<Answer>>,
): Promise<void> {
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
  const task = await lines.next();
  const act = await begin(JSON.parse(task.value as string) as Task);
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    process.stdout.write(`${JSON.stringify(await act(JSON.parse(line.value) as Order))}\n`);
  }
  process.exit(0);
}
