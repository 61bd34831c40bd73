import { type AttemptEnd, type AttemptUsage, type Execution, type ExecutionId, StorageError, StorageFailed } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { onConflict } from "./onConflict.ts"

/** Execution repositories with one defect each, over the memory storage. */
export const brokenExecutionRepositories: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "forgets a field",
    ({ executions }) => ({
      executions: {
        ...executions,
        insert: (rows) => executions.insert(rows.map((execution) => ({ ...execution, errorCategory: null })))
      }
    }),
    "an execution inserted is found again unchanged"
  ),
  brokenStorage(
    "has no rule of one open execution",
    ({ executions }) => ({
      executions: {
        ...executions,
        insert: (rows) =>
          onConflict("one_open_execution", () => executions.insert(rows.map((row) => ({ ...row, status: "success" }))))(
            executions.insert(rows)
          )
      }
    }),
    "a second open execution of a task is refused, whichever open status either has",
    "of many executions opened at once exactly one is stored",
    "of many executions inserted together all are stored, or none where one is refused",
    "an insert that was refused leaves the transaction it was in usable"
  ),
  brokenStorage(
    "inserts of many what it can",
    ({ executions }) => ({
      executions: {
        ...executions,
        insert: (rows) => Effect.forEach(rows, (row) => executions.insert([row]), { discard: true })
      }
    }),
    "of many executions inserted together all are stored, or none where one is refused"
  ),
  brokenStorage(
    "gives up the transaction in which an insert was refused",
    ({ executions, unitOfWork }) => {
      let refused = false
      return {
        executions: {
          ...executions,
          insert: (rows) => Effect.tapError(executions.insert(rows), () => Effect.sync(() => refused = true))
        },
        unitOfWork: {
          ...unitOfWork,
          transact: (work) =>
            unitOfWork.transact(Effect.gen(function*() {
              refused = false
              const answer = yield* work
              if (refused) return yield* new StorageError({ reason: new StorageFailed({ message: "current transaction is aborted" }) })
              return answer
            }))
        }
      }
    },
    "an insert that was refused leaves the transaction it was in usable"
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
      executions: {
        ...executions,
        save: (changes) =>
          executions.save(changes.map(({ execution, from }) => ({ execution: { ...execution, trace: [] }, from })))
      }
    }),
    "save writes the whole execution"
  ),
  brokenStorage(
    "ignores the fence",
    ({ executions }) => ({
      executions: {
        ...executions,
        save: (changes) =>
          Effect.flatMap(
            Effect.forEach(changes, ({ execution, from }) =>
              Effect.map(executions.find(execution.id), (stored) => ({
                execution,
                from: {
                  ...from,
                  fence: Option.match(stored, { onNone: () => from.fence, onSome: ({ fence }) => fence })
                }
              }))),
            executions.save
          )
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
          save: (changes) =>
            Effect.catchIf(
              executions.save(changes),
              () => changes.some(({ from }) => from.status === "failed"),
              () => Effect.sync(() => changes.forEach(({ execution }) => rewritten.set(execution.id, execution)))
            )
        }
      }
    },
    "an execution that is over is never written again"
  ),
  brokenStorage(
    "saves of many what it can",
    ({ executions }) => ({
      executions: {
        ...executions,
        save: (changes) =>
          Effect.flatMap(
            Effect.forEach(changes, (change) => Effect.result(executions.save([change]))),
            (saved) => Effect.forEach(saved, Effect.fromResult, { discard: true })
          )
      }
    }),
    "of many executions saved together all are written, or none where one has moved on"
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
    "remembers the first findings and not the last",
    ({ executions }) => ({
      executions: {
        ...executions,
        findings: (taskIds, limit) =>
          Effect.map(executions.findings(taskIds, Infinity), (findings) =>
            new Map([...findings].map(([id, found]) => [id, found.toReversed().slice(0, limit)])))
      }
    }),
    "findings are the evidence of the last good runs of each task, newest first"
  ),
  brokenStorage(
    "answers attempts last first",
    ({ executions }) => ({
      executions: {
        ...executions,
        attempts: (ids) => Effect.map(executions.attempts(ids), (tries) => tries.toReversed())
      }
    }),
    "attempts come by execution and in their order",
    "the attempt in progress is ended, and one that has ended stays as it is"
  ),
  brokenStorage(
    "ends what has ended once more",
    ({ executions }) => {
      const ends = new Map<ExecutionId, AttemptEnd>()
      return {
        executions: {
          ...executions,
          endAttempts: (ended) =>
            Effect.tap(executions.endAttempts(ended), () =>
              Effect.sync(() => ended.forEach((end) => ends.set(end.executionId, end)))),
          attempts: (ids) =>
            Effect.map(executions.attempts(ids), (tries) =>
              tries.map((attempt) => attempt.outcome === "running" ? attempt : { ...attempt, ...ends.get(attempt.executionId), usage: attempt.usage }))
        }
      }
    },
    "the attempt in progress is ended, and one that has ended stays as it is"
  ),
  brokenStorage(
    "hears what an attempt has cost when it is over",
    ({ executions }) => {
      const told: Array<AttemptUsage> = []
      return {
        executions: {
          ...executions,
          tellUsage: (usages) => Effect.andThen(executions.tellUsage(usages), Effect.sync(() => void told.push(...usages))),
          attempts: (ids) =>
            Effect.map(executions.attempts(ids), (tries) =>
              tries.map((attempt) => ({
                ...attempt,
                usage: attempt.usage ?? told.find((one) => one.executionId === attempt.executionId && one.fence === attempt.fence)?.usage ?? null
              })))
        }
      }
    },
    "what an attempt in progress has cost is told by its fence once, and an end that does not know leaves it"
  ),
  brokenStorage(
    "ends the attempt in progress when another begins",
    ({ executions }) => ({
      executions: {
        ...executions,
        insertAttempts: (attempts) =>
          onConflict("other", () =>
            executions.insertAttempts(attempts.map((attempt) => ({ ...attempt, outcome: "lost" }))))(
              executions.insertAttempts(attempts)
            )
      }
    }),
    "a second attempt in progress is refused, and with it all that were to be stored"
  ),
  brokenStorage(
    "says that it pruned and keeps everything",
    ({ executions }) => ({
      executions: { ...executions, prune: ({ limit }) => Effect.succeed(limit) }
    }),
    "what ended long ago and told nobody is pruned, with its attempts, those that ended first first",
    "what was told, what is open, what is recent and the last execution of a task are kept",
    "with its task, and when it is pruned, an execution's pages are gone"
  ),
  brokenStorage(
    "prunes what is recent too",
    ({ executions }) => ({
      executions: {
        ...executions,
        prune: ({ endedBefore, limit }) => executions.prune({ endedBefore: DateTime.add(endedBefore, { days: 365 }), limit })
      }
    }),
    "what was told, what is open, what is recent and the last execution of a task are kept"
  )
]
