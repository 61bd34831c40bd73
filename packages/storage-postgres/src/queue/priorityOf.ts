/**
 * pg-boss hands jobs out by priority, then by creation, and not by when they are due. So the due time is the priority,
 * earlier meaning higher, and a backlog is worked off oldest first. It also bounds a fetch from below: carriers that
 * lie in the future are not even looked at in the index.
 *
 * In tenths of a second around 2032, because a priority is 32 bits wide: that spans March 2025 to October 2038.
 * Beyond it order falls back to creation, and due times themselves are never touched.
 */
export const priorityOf = (dueMs: number): number =>
  Math.max(-LIMIT, Math.min(LIMIT, Math.floor((CENTRE_MS - dueMs) / GRAIN_MS)))

/** A place dealt out by `dealTurns`, 1 first: before all that only waits for as long as it is due. */
export const priorityOfTurn = (turn: number): number => LIMIT - turn

const GRAIN_MS = 100
const CENTRE_MS = Date.UTC(2032, 0, 1)
const LIMIT = 2 ** 31 - 2
