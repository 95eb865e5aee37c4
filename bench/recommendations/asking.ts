import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { typescript } from '../http/server-process';

export interface AskingOrder {
  url: string;
  perSecond: number;
  seconds: number;
  /** Sent by turns. */
  bodies: readonly string[];
}

export interface Asking {
  sent: number;
  /** Answered with 200, without errors, with five places. */
  whole: number;
  /** Of whoever asks. */
  processorMs: number;
}

export async function askEvenly(order: AskingOrder): Promise<Asking> {
  const child = spawn(process.execPath, [...typescript, join(__dirname, 'asking.program.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(order));
  return JSON.parse(await text(child.stdout)) as Asking;
}
