import { statesOf } from "@vedette/domain"

/**
 * The `CHECK` of a column that holds a state of a lifecycle, from the lifecycle's own table.
 *
 * Migrations hold its text as it was when they were written, for an applied migration never changes; a test compares
 * the two, so that a lifecycle cannot gain a state without a migration.
 */
export const stateCheckSql = (column: string, lifecycle: object): string =>
  `CHECK (${column} IN (${statesOf(lifecycle).map((state) => `'${String(state)}'`).join(", ")}))`
