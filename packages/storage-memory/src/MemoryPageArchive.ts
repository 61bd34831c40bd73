import { type CitedPage, type KeptPage, PageArchive } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { MemoryState, PageRead } from "./MemoryState.ts"

const later = (a: DateTime.Utc, b: DateTime.Utc): DateTime.Utc => DateTime.isGreaterThan(a, b) ? a : b

const keepOne = (state: MemoryState, page: CitedPage): MemoryState => {
  if (!HashMap.has(state.executions, page.executionId)) return state
  const text = HashMap.get(state.pageTexts, page.hash)
  const reads = Option.getOrElse(HashMap.get(state.pageReads, page.executionId), (): ReadonlyArray<PageRead> => [])
  const isSame = (read: PageRead) => read.url === page.url && read.hash === page.hash
  const before = reads.find(isSame)
  const readAt = before === undefined ? page.readAt : later(before.readAt, page.readAt)
  return {
    ...state,
    pageTexts: HashMap.set(state.pageTexts, page.hash, {
      text: Option.match(text, { onNone: () => page.text, onSome: (stored) => stored.text }),
      lastReadAt: Option.match(text, { onNone: () => page.readAt, onSome: ({ lastReadAt }) => later(lastReadAt, page.readAt) })
    }),
    pageReads: HashMap.set(state.pageReads, page.executionId, [...reads.filter((read) => !isSame(read)), { url: page.url, hash: page.hash, readAt }])
  }
}

const byPlace = (a: PageRead, b: PageRead): number => a.url < b.url ? -1 : a.url > b.url ? 1 : a.hash < b.hash ? -1 : 1

const listOf = (state: MemoryState, id: CitedPage["executionId"]): ReadonlyArray<KeptPage & { readonly text: string }> =>
  Option.getOrElse(HashMap.get(state.pageReads, id), (): ReadonlyArray<PageRead> => []).toSorted(byPlace).flatMap((read) =>
    Option.match(HashMap.get(state.pageTexts, read.hash), {
      onNone: () => [],
      onSome: ({ text }) => [{ ...read, text, bytes: new TextEncoder().encode(text).length }]
    })
  )

export const MemoryPageArchive = Layer.effect(
  PageArchive,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    PageArchive.of({
      keep: (pages) => write((state) => changed(undefined, pages.reduce(keepOne, state))),
      list: (id) => read((state) => listOf(state, id).map(({ bytes, hash, readAt, url }) => ({ url, hash, readAt, bytes }))),
      read: (id, hash) => read((state) => Option.fromUndefinedOr(listOf(state, id).find((page) => page.hash === hash))),
      prune: ({ limit, readBefore, uncitedBefore }) =>
        write((state) => {
          const doomed = new Set(
            HashMap.toValues(state.pageReads).flat().filter(({ readAt }) => DateTime.isLessThan(readAt, readBefore)).slice(0, limit)
          )
          const pageReads = HashMap.filter(
            HashMap.map(state.pageReads, (reads) => reads.filter((one) => !doomed.has(one))),
            (reads) => reads.length > 0
          )
          const cited = new Set(HashMap.toValues(pageReads).flat().map(({ hash }) => hash))
          const uncited = HashMap.toEntries(state.pageTexts)
            .filter(([hash, { lastReadAt }]) => !cited.has(hash) && DateTime.isLessThan(lastReadAt, uncitedBefore))
            .slice(0, limit)
            .map(([hash]) => hash)
          return changed(doomed.size + uncited.length, { ...state, pageReads, pageTexts: HashMap.removeMany(state.pageTexts, uncited) })
        })
    }))
)
