/** The advisory lock of Postgres on the lists of the named windows: held by the worker that works them out. */
export const MOST_READ_LOCK = 7_261_630;
