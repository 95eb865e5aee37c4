// Loaded before the program (NODE_OPTIONS), in its threads too: the one that ranks dies or hangs when a file of that name
// appears in STRIKE_FOLDER. From outside nothing reaches a thread.

const { existsSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread, workerData } = require('node:worker_threads');

const LOOK_EVERY_MS = 50;

/** @param {string} what */
function isStruck(what) {
  const file = join(process.env.STRIKE_FOLDER, what);
  if (!existsSync(file)) return false;
  rmSync(file);
  return true;
}

if (!isMainThread && workerData?.seenTerm !== undefined) {
  setInterval(() => {
    if (isStruck('die')) throw new Error('The thread was struck');
    if (isStruck('hang')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }, LOOK_EVERY_MS).unref();
}
