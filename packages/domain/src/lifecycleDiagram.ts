import { type AnyLifecycle, isTerminal, statesOf } from "./lifecycle.ts"

/** A lifecycle as a Mermaid state diagram: an arrow for every event, in the order of its table. */
export const lifecycleDiagram = (table: AnyLifecycle): string => {
  const states = statesOf(table)
  const arrows = Object.entries(table).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `${from} --> ${to}: ${event}`)
  )
  return [
    "stateDiagram-v2",
    ...[
      ...states.slice(0, 1).map((initial) => `[*] --> ${initial}`),
      ...arrows,
      ...states.filter((state) => isTerminal(table, state)).map((end) => `${end} --> [*]`)
    ].map((line) => `  ${line}`)
  ].join("\n")
}
