import { ChannelKind, type CreatedTask, getTask, type TaskView } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { toTaskBody } from "../bodies/toTaskBody.ts"

const webhook = ChannelKind.make("webhook")

/** The answer to a write: the task as written, with its last execution, and the secret if one was issued. */
export const writtenTask = Effect.fnUntraced(function*({ immediateExecutionError = null, issuedSecrets, task }: CreatedTask) {
  const view: TaskView = task.lastExecutionId === null
    ? { task, lastExecution: null, audience: "owner" }
    : yield* getTask(task.userId, task.id)
  const secret = issuedSecrets.get(webhook)
  return {
    body: { ...toTaskBody(view), immediate_execution_error: immediateExecutionError },
    version: view.task.version,
    ...(secret === undefined ? {} : { secret: { webhook_secret: secret } })
  }
})
