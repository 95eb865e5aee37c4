// The ranker's keys. All carry one hash tag: a script may touch only one slot of a cluster.

import { type SnapshotId, writeSnapshotId } from './snapshot';

const TAG = '{ranking}';

export const leaseKey = () => `${TAG}:lease`;
export const newestSnapshotKey = () => `${TAG}:snapshot`;
export const sourceMemoriesKey = () => `${TAG}:source-memories`;
export const orderKey = (list: string, id: SnapshotId) => `${TAG}:order:${list}:${writeSnapshotId(id)}`;
export const pastRanksKey = (minute: number) => `${TAG}:ranks:${minute}`;
export const snapshotChannel = () => 'ranking:snapshots';
export const previewAnswerKey = (id: string) => `${TAG}:preview:${id}`;
export const previewChannel = () => 'ranking:previews';
