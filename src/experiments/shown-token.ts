// What a list says of itself, for whoever shows it to report: the experiment, the variant, the snapshot and when that
// was computed, signed with the experiment's own secret. It is the same for all readers of the list, so that pages stay
// public. What was not shown cannot be reported, for nobody has a token of it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { readSnapshotId, type SnapshotId, writeSnapshotId } from '../ranking/snapshot';
import type { Experiment, VariantName } from './experiment';

export interface ShownToken {
  experimentId: string;
  variant: VariantName;
  snapshotId: SnapshotId;
  computedAtMs: number;
}

const SIGNATURE_LENGTH = 22;
export const TOKEN_LENGTH_MAX = 200;
const form = /^([0-9a-f-]{36})\.([AB])\.(\d{1,15}-\d{1,15})\.([0-9a-z]{1,11})\.([\w-]{22})$/;

export function writeToken(secret: string, shown: ShownToken): string {
  const { experimentId, variant, snapshotId, computedAtMs } = shown;
  const said = [experimentId, variant, writeSnapshotId(snapshotId), computedAtMs.toString(36)].join('.');
  return `${said}.${signature(secret, said)}`;
}

/** Undefined when it was not written by this program for an experiment that is known. */
export function readToken(
  token: string,
  experimentOf: (id: string) => Experiment | undefined,
): { shown: ShownToken; experiment: Experiment } | undefined {
  const found = token.length > TOKEN_LENGTH_MAX ? null : form.exec(token);
  if (found === null) return undefined;
  const [, experimentId = '', variant, snapshot = '', at = '', signed = ''] = found;
  const experiment = experimentOf(experimentId);
  const snapshotId = readSnapshotId(snapshot);
  if (experiment === undefined || snapshotId === undefined) return undefined;
  const expected = signature(experiment.secret, token.slice(0, -SIGNATURE_LENGTH - 1));
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signed))) return undefined;
  const computedAtMs = Number.parseInt(at, 36);
  return { experiment, shown: { experimentId, variant: variant as VariantName, snapshotId, computedAtMs } };
}

function signature(secret: string, said: string): string {
  return createHmac('sha256', secret).update(said).digest('base64url').slice(0, SIGNATURE_LENGTH);
}
