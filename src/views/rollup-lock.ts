/**
 * The advisory lock of Postgres on the counters: shared by whoever writes figures of generations, held alone, for some
 * milliseconds, by whoever declares generations merged or drops their tables.
 */
export const ROLLUP_LOCK = 7_261_600;

/**
 * On the levels at which rows of the rollups lie: shared by whoever needs them to stay where they are for longer than
 * one look, held alone by whoever moves them. Flushers do not wait for it.
 */
export const LEVELS_LOCK = 7_261_602;
