import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { typescript } from './server-process';

export interface LoadOrder {
  url: string;
  connections: number;
  seconds: number;
  /** Sent by turns; "[<id>]" in one becomes another name in every request. None: the address is asked for by GET. */
  bodies: readonly string[];
  headers: Readonly<Record<string, string>>;
}

export interface Load {
  /** That were answered with 2xx; those by GET, which name the answer that they have, with 304. */
  requests: number;
  failures: number;
  seconds: number;
  latencyMs: { p50: number; p99: number };
}

/** The generator has a process, and on two cores a core, of its own. */
export async function putLoad(order: LoadOrder): Promise<Load> {
  const child = spawn(process.execPath, [...typescript, join(__dirname, 'load.program.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(order));
  const printed = await text(child.stdout);
  return JSON.parse(printed) as Load;
}
