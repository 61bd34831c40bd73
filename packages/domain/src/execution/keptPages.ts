import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import { PageArchive } from "../ports/PageArchive.ts"
import { TaskNotFound } from "../task/refusals.ts"
import { getExecution } from "./getExecution.ts"
import { PageNotKept } from "./refusals.ts"

/** `URL hash` of what an own execution's judgement quotes. A try that was lost may have cited others. */
const citedBy = Effect.fnUntraced(function*(owner: UserId, taskId: TaskId, id: ExecutionId) {
  const { audience, execution } = yield* getExecution(owner, taskId, id)
  // What somebody reads is their own, even where what it led to is public.
  if (audience !== "owner") return yield* new TaskNotFound()
  return new Set((execution.judgement?.quotes ?? []).filter((quote) => quote.verified).map(({ pageHash, uri }) => `${uri} ${pageHash}`))
})

/** The pages that an own execution cites and whose texts are still kept. */
export const listKeptPages = Effect.fn("listKeptPages")(function*(owner: UserId, taskId: TaskId, id: ExecutionId) {
  const cited = yield* citedBy(owner, taskId, id)
  const pages = yield* (yield* PageArchive).list(id)
  return pages.filter(({ hash, url }) => cited.has(`${url} ${hash}`))
})

/** One of them with its text, by its hash. */
export const getKeptPage = Effect.fn("getKeptPage")(function*(owner: UserId, taskId: TaskId, id: ExecutionId, hash: string) {
  const listed = (yield* listKeptPages(owner, taskId, id)).find((page) => page.hash === hash)
  if (listed === undefined) return yield* new PageNotKept()
  const page = yield* (yield* PageArchive).read(id, hash)
  // It may have been dropped in between.
  return Option.isNone(page) ? yield* new PageNotKept() : { ...page.value, ...listed }
})
