import { assert, describe, it } from "@effect/vitest"
import { deliveryLifecycle, executionLifecycle, openStatuses, taskLifecycle } from "@vedette/domain"
import { migrationList } from "../src/schema/migrationList.ts"
import { stateCheckSql } from "../src/schema/stateCheckSql.ts"

const text = migrationList.map((migration) => migration.sql("vedette")).join("\n").replace(/\s+/g, " ")

describe("the migrations' state checks are the domain's lifecycles", () => {
  it("tasks", () => assert.include(text, `tasks_state ${stateCheckSql("state", taskLifecycle)}`))
  it("executions", () => assert.include(text, `executions_status ${stateCheckSql("status", executionLifecycle)}`))
  it("deliveries", () => assert.include(text, `deliveries_status ${stateCheckSql("status", deliveryLifecycle)}`))
  it("one open execution a task covers every open status", () =>
    assert.include(
      text,
      `executions_one_open ON vedette.executions (task_id) WHERE status IN (${
        openStatuses.map((status) => `'${status}'`).join(", ")
      })`
    ))
})
