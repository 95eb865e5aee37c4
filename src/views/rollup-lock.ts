/**
 * The advisory lock of Postgres on the rollups: shared by whoever writes figures of generations, held alone by whoever
 * merges generations into coarser rows.
 */
export const ROLLUP_LOCK = 7_261_600;
