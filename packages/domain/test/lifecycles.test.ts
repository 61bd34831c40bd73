import { assert, describe, it } from "@effect/vitest"
import { executionLifecycle } from "../src/execution/executionLifecycle.ts"
import { type AnyLifecycle, isTerminal, lifecycle, nextState, statesOf } from "../src/lifecycle.ts"
import { deliveryLifecycle } from "../src/notification/deliveryLifecycle.ts"
import { taskLifecycle } from "../src/task/taskLifecycle.ts"

const reachableFrom = (table: AnyLifecycle, initial: string): ReadonlySet<string> => {
  const seen = new Set([initial])
  for (const state of seen) for (const target of Object.values(table[state] ?? {})) seen.add(target)
  return seen
}

/** Every (state, event) that a table accepts, as `state event target`. */
const rows = (table: AnyLifecycle): ReadonlyArray<string> =>
  Object.entries(table).flatMap(([state, events]) =>
    Object.entries(events).map(([event, target]) => `${state} ${event} ${target}`)
  )

const tables: ReadonlyArray<{
  readonly name: string
  readonly table: AnyLifecycle
  readonly initial: string
  readonly terminal: ReadonlyArray<string>
  readonly rows: ReadonlyArray<string>
}> = [
  {
    name: "task",
    table: taskLifecycle,
    initial: "active",
    terminal: [],
    rows: ["active pause paused", "active complete completed", "paused resume active", "completed restart active"]
  },
  {
    name: "execution",
    table: executionLifecycle,
    initial: "pending",
    terminal: ["success", "failed", "cancelled"],
    rows: [
      "pending start running",
      "pending cancel cancelled",
      "running succeed success",
      "running failTransient retrying",
      "running failFinal failed",
      "running cancel cancelled",
      "running leaseLost retrying",
      "retrying start running",
      "retrying cancel cancelled"
    ]
  },
  {
    name: "delivery",
    table: deliveryLifecycle,
    initial: "pending",
    terminal: ["sent"],
    rows: ["pending deliver sent", "pending giveUp failed", "pending skip skipped", "failed resend pending", "skipped resend pending"]
  }
]

describe.each(tables)("the lifecycle of a $name", ({ initial, rows: expected, table, terminal }) => {
  it("has the transitions of the design and no other", () => {
    assert.deepStrictEqual([...rows(table)].sort(), [...expected].sort())
  })

  it("reaches every state from its initial one", () => {
    assert.deepStrictEqual([...reachableFrom(table, initial)].sort(), [...statesOf(table)].sort())
  })

  it("has no dead end but its terminal states", () => {
    assert.deepStrictEqual(statesOf(table).filter((state) => isTerminal(table, state)), [...terminal])
  })

  it("can end from every state, where it ends at all", () => {
    if (terminal.length === 0) return
    for (const state of statesOf(table)) {
      assert.isTrue([...reachableFrom(table, state)].some((reached) => terminal.includes(reached)), state)
    }
  })
})

describe("nextState", () => {
  it("leads where the table says", () => {
    assert.strictEqual(nextState(executionLifecycle, "running", "failTransient"), "retrying")
  })

  it("refuses what the table has not, rather than inventing a state", () => {
    assert.isUndefined(nextState(executionLifecycle, "success", "start"))
    assert.isUndefined(nextState(taskLifecycle, "paused", "complete"))
  })
})

describe("the types of a lifecycle", () => {
  it("a misspelt target does not compile", () => {
    // @ts-expect-error "pased" is no state of the table
    lifecycle({ active: { pause: "pased" }, paused: { resume: "active" } })
  })

  it("a state or an event that the table has not does not compile", () => {
    // @ts-expect-error "waiting" is no state
    assert.throws(() => nextState(taskLifecycle, "waiting", "pause"))
    // @ts-expect-error "stop" is no event
    assert.isUndefined(nextState(taskLifecycle, "active", "stop"))
  })
})
