import type { Execution, ExecutionId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { onConflict } from "./onConflict.ts"

/** Execution repositories with one defect each, over the memory storage. */
export const brokenExecutionRepositories: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "forgets a field",
    ({ executions }) => ({
      executions: { ...executions, insert: (execution) => executions.insert({ ...execution, judgement: null }) }
    }),
    "an execution inserted is found again unchanged"
  ),
  brokenStorage(
    "has no rule of one open execution",
    ({ executions }) => ({
      executions: {
        ...executions,
        insert: (execution) =>
          onConflict("one_open_execution", () => executions.insert({ ...execution, status: "success" }))(
            executions.insert(execution)
          )
      }
    }),
    "a second open execution of a task is refused, whichever open status either has",
    "of many executions opened at once exactly one is stored"
  ),
  brokenStorage(
    "finds no open execution",
    ({ executions }) => ({
      executions: { ...executions, findOpen: () => Effect.succeed([]) }
    }),
    "a second open execution of a task is refused, whichever open status either has",
    "the open execution is found until it is over, and then another may be opened"
  ),
  brokenStorage(
    "does not save the trace",
    ({ executions }) => ({
      executions: { ...executions, save: (execution, from) => executions.save({ ...execution, trace: [] }, from) }
    }),
    "save writes the whole execution"
  ),
  brokenStorage(
    "ignores the fence",
    ({ executions }) => ({
      executions: {
        ...executions,
        save: (execution, from) =>
          Effect.flatMap(executions.find(execution.id), (stored) =>
            executions.save(execution, {
              ...from,
              fence: Option.match(stored, { onNone: () => from.fence, onSome: ({ fence }) => fence })
            }))
      }
    }),
    "save from another status or another fence is refused and writes nothing"
  ),
  brokenStorage(
    "writes what is over once more",
    ({ executions }) => {
      const rewritten = new Map<ExecutionId, Execution>()
      return {
        executions: {
          ...executions,
          find: (id) => Effect.map(executions.find(id), Option.map((stored) => rewritten.get(id) ?? stored)),
          save: (execution, from) =>
            Effect.catchIf(
              executions.save(execution, from),
              () => from.status === "failed",
              () => Effect.sync(() => void rewritten.set(execution.id, execution))
            )
        }
      }
    },
    "an execution that is over is never written again"
  ),
  brokenStorage(
    "lists oldest first",
    ({ executions }) => ({
      executions: {
        ...executions,
        list: (query) => Effect.map(executions.list(query), (found) => found.toReversed())
      }
    }),
    "executions are listed newest first, and never another task's"
  ),
  brokenStorage(
    "answers attempts last first",
    ({ executions }) => ({
      executions: {
        ...executions,
        attempts: (id) => Effect.map(executions.attempts(id), (tries) => tries.toReversed())
      }
    }),
    "attempts come in their order, and one that has ended stays as it is"
  )
]
