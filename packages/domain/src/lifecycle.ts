/**
 * A lifecycle as a literal table: `{ state: { event: nextState } }`. Its first state is the initial one.
 *
 * A misspelt target is a compile error, because every target must itself be a state of the table. Diagrams,
 * SQL `CHECK`s and the reference page are generated from these tables, so nothing else may know the states.
 */
export const lifecycle = <const T extends { readonly [S in keyof T]: { readonly [event: string]: keyof T } }>(
  table: T
): T => table

export type AnyLifecycle = { readonly [state: string]: { readonly [event: string]: string } }

export type StateOf<T> = keyof T & string
export type EventOf<T> = { [S in keyof T]: keyof T[S] }[keyof T] & string

/** The states of a lifecycle in the order of its table. */
export const statesOf = <T extends object>(table: T): ReadonlyArray<StateOf<T>> =>
  Object.keys(table) as Array<StateOf<T>>

/** Where `event` leads from `state`, or `undefined` where the table refuses it. */
export const nextState = <T extends object>(table: T, state: StateOf<T>, event: EventOf<T>): StateOf<T> | undefined =>
  (table[state] as Record<string, StateOf<T> | undefined>)[event]

/** Where `events`, one after the other, lead from `state`. An event the table refuses is a bug of the caller, and dies. */
export const advance = <T extends object>(
  table: T,
  state: StateOf<T>,
  ...events: ReadonlyArray<EventOf<T>>
): StateOf<T> =>
  events.reduce((from, event) => {
    const to = nextState(table, from, event)
    if (to === undefined) throw new Error(`The lifecycle has no event "${event}" in the state "${from}".`)
    return to
  }, state)

/** Whether no event leads out of `state`. */
export const isTerminal = <T extends object>(table: T, state: StateOf<T>): boolean =>
  Object.keys(table[state] as object).length === 0
