import { assert, describe, it } from "@effect/vitest"
import { deliveryLifecycle, executionLifecycle, openStatuses, statesOf, taskLifecycle } from "@vedette/domain"
import { migrationList } from "../src/schema/migrationList.ts"

/** Written out in the migrations, for an applied one never changes; so a lifecycle cannot gain a state without a migration. */
const checkOf = (column: string, lifecycle: object): string =>
  `CHECK (${column} IN (${statesOf(lifecycle).map((state) => `'${String(state)}'`).join(", ")}))`

const text = migrationList.map((migration) => migration.sql("vedette")).join("\n").replace(/\s+/g, " ")

describe("the migrations' state checks are the domain's lifecycles", () => {
  it("tasks", () => assert.include(text, `tasks_state ${checkOf("state", taskLifecycle)}`))
  it("executions", () => assert.include(text, `executions_status ${checkOf("status", executionLifecycle)}`))
  it("deliveries", () => assert.include(text, `deliveries_status ${checkOf("status", deliveryLifecycle)}`))
  it("digests, which are delivered", () => assert.include(text, `digests_status ${checkOf("status", deliveryLifecycle)}`))
  it("one open execution a task covers every open status", () =>
    assert.include(
      text,
      `executions_one_open ON vedette.executions (task_id) WHERE status IN (${
        openStatuses.map((status) => `'${status}'`).join(", ")
      })`
    ))
})
