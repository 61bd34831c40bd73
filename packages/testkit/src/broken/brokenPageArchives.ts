import type { CitedPage, ExecutionId, KeptPage } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

/** Archives with one defect each, over the memory storage. */
export const brokenPageArchives: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "shows a text to whoever knows its hash",
    ({ pages }) => {
      const readers = new Map<string, ExecutionId>()
      return {
        pages: {
          ...pages,
          keep: (kept) => Effect.andThen(Effect.sync(() => kept.forEach(({ executionId, hash }) => readers.set(hash, executionId))), pages.keep(kept)),
          read: (id, hash) =>
            Effect.flatMap(pages.read(id, hash), (found) =>
              Option.isSome(found) ? Effect.succeed(found) : pages.read(readers.get(hash) ?? id, hash))
        }
      }
    },
    "a page is found by the execution that cites it, as it was given, and by no other"
  ),
  brokenStorage(
    "stores a text for each who cites it",
    ({ pages }) => {
      const owned = (id: ExecutionId, hash: string) => `${hash}:${id}`
      const plain = <Page extends KeptPage>(page: Page): Page => ({ ...page, hash: page.hash.slice(0, page.hash.indexOf(":")) })
      return {
        pages: {
          ...pages,
          keep: (kept) => pages.keep(kept.map((page) => ({ ...page, hash: owned(page.executionId, page.hash) }))),
          list: (id) => Effect.map(pages.list(id), (found) => found.map(plain)),
          read: (id, hash) => Effect.map(pages.read(id, owned(id, hash)), Option.map(plain))
        }
      }
    },
    "a text is stored once for all who cite it, and each sees the read of their own",
    "pruning drops what was read before, in batches, and with it what nothing else cites"
  ),
  brokenStorage(
    "keeps nothing where one execution is gone",
    ({ executions, pages }) => ({
      pages: {
        ...pages,
        keep: (kept) =>
          Effect.gen(function*() {
            const ids = [...new Set(kept.map(({ executionId }) => executionId))]
            if ((yield* executions.findMany(ids)).length === ids.length) yield* pages.keep(kept)
          })
      }
    }),
    "a page of an execution that is not there is not kept, and keeps no other from being kept"
  ),
  brokenStorage(
    "remembers the pages of a deleted task",
    ({ pages }) => {
      const remembered = new Map<ExecutionId, ReadonlyArray<CitedPage>>()
      return {
        pages: {
          ...pages,
          keep: (kept) =>
            Effect.andThen(Effect.sync(() => kept.forEach((page) => remembered.set(page.executionId, [page]))), pages.keep(kept)),
          read: (id, hash) =>
            Effect.map(pages.read(id, hash), Option.orElse(() =>
              Option.map(
                Option.fromUndefinedOr(remembered.get(id)?.find((page) => page.hash === hash)),
                (page) => ({ ...page, bytes: page.text.length })
              ))),
          prune: (batch) => Effect.andThen(Effect.sync(() => remembered.clear()), pages.prune(batch))
        }
      }
    },
    "with its task, and when it is pruned, an execution's pages are gone"
  ),
  brokenStorage(
    "prunes whatever has been cited at all",
    ({ pages }) => ({
      pages: { ...pages, prune: (batch) => pages.prune({ ...batch, readBefore: DateTime.add(batch.readBefore, { days: 100 }) }) }
    }),
    "pruning drops what was read before, in batches, and with it what nothing else cites"
  ),
  brokenStorage(
    "drops a text on its way to be cited",
    ({ pages }) => ({
      pages: { ...pages, prune: (batch) => pages.prune({ ...batch, uncitedBefore: DateTime.add(batch.uncitedBefore, { days: 100 }) }) }
    }),
    "a text that nothing cites is left alone while it may be on its way to be cited"
  )
]
