import type { Task } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const filtered =
  "an owner's tasks are found by text in any case and without wildcards, by tag, by health, and by all of them at once"
const listed = "the public list shows public tasks alone, newest or most viewed first, page by page and counted"
const viewed = "a reader is counted once a task and day, however many come at once, and the version stays"
const forked = "a user who forks is counted once for ever, however many come at once, and the version stays"
const told = "what told somebody is listed newest first, an owner's own or that of all public tasks"
const owned = "a feed token is found by its digest until its owner deletes it"

const counted = (before: Task) => ({ ...before, viewCount: before.viewCount + 1 })

const overtaken = "who counts a user's feed tokens to add one is not overtaken: of many at once one takes the last place"

/** Storages with one defect each in what strangers see and how they are counted, over the memory storage. */
export const brokenPublicLayers: ReadonlyArray<BrokenStorage> = [
  ...(["q", "tag", "health"] as const).map((field) =>
    brokenStorage(
      `does not look at the ${field} that was asked for`,
      ({ tasks }) => ({ tasks: { ...tasks, list: (query) => tasks.list({ ...query, [field]: null }) } }),
      filtered
    )
  ),
  brokenStorage(
    "takes the text looked for as a pattern",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        list: ({ q, ...query }) =>
          Effect.map(tasks.list(query), (all) =>
            q == null ? all : all.filter(({ name, searchQuery, conditionDescription }) =>
              [name, searchQuery, conditionDescription].some((text) =>
                new RegExp(q.replaceAll("%", ".*").replaceAll("_", "."), "i").test(text)
              )))
      }
    }),
    filtered
  ),
  brokenStorage(
    "fails for one unknown id among many",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        findMany: (ids) => Effect.map(Effect.forEach(ids, tasks.find), (found) => found.map(Option.getOrThrow))
      }
    }),
    "of many ids the tasks that exist are found, each once"
  ),
  brokenStorage(
    "lists the most viewed first, whatever was asked for",
    ({ tasks }) => ({
      tasks: { ...tasks, listPublic: (query) => tasks.listPublic({ ...query, sortBy: "popular" }) }
    }),
    listed
  ),
  brokenStorage(
    "counts the page instead of the list",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        countPublic: ({ q }) =>
          Effect.map(tasks.listPublic({ q, sortBy: "recent", offset: 0, limit: 2 }), (page) => page.length)
      }
    }),
    listed
  ),
  brokenStorage(
    "looks for names in everybody's tasks",
    ({ tasks }) => ({
      tasks: { ...tasks, namesInUse: (_, names) => Effect.succeed(names.filter((name) => name === "Kettle" || name === "Teapot")) }
    }),
    "of some names those are in use that a task of the owner has"
  ),
  brokenStorage(
    "counts every view",
    ({ tasks }) => {
      let views = 0
      return {
        tasks: {
          ...tasks,
          recordView: (id, { day }) => tasks.recordView(id, { reader: `view ${views++}`, day })
        }
      }
    },
    viewed
  ),
  brokenStorage(
    "counts a reader once and never again",
    ({ tasks }) => ({
      tasks: { ...tasks, recordView: (id, { reader }) => tasks.recordView(id, { reader, day: "2026-01-05" }) }
    }),
    viewed
  ),
  brokenStorage(
    "writes the whole task to count a view",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        recordView: (id, view) =>
          Effect.tap(tasks.recordView(id, view), (fresh) =>
            fresh ? Effect.flatMap(Effect.map(tasks.find(id), Option.getOrThrow), (task) => tasks.save(counted(task))) : Effect.void)
      }
    }),
    viewed
  ),
  brokenStorage(
    "counts a fork of anybody's once in all",
    ({ tasks }) => {
      const forkedOnce = new Set<string>()
      return {
        tasks: {
          ...tasks,
          recordSubscriber: (id, userId) =>
            Effect.suspend(() => {
              if (forkedOnce.has(id)) return Effect.succeed(false)
              forkedOnce.add(id)
              return tasks.recordSubscriber(id, userId)
            })
        }
      }
    },
    forked
  ),
  brokenStorage(
    "lists what told somebody oldest first",
    ({ executions }) => ({
      executions: {
        ...executions,
        listTold: (query) => Effect.map(executions.listTold(query), (rows) => rows.toReversed())
      }
    }),
    told
  ),
  brokenStorage(
    "shows a private task's alerts to everybody",
    ({ executions, tasks }) => {
      const owners = new Map<string, Task>()
      return {
        tasks: { ...tasks, insert: (task) => Effect.andThen(Effect.sync(() => owners.set(task.id, task)), tasks.insert(task)) },
        executions: {
          ...executions,
          listTold: (query) =>
            query.userId !== null ? executions.listTold(query) : Effect.map(
              Effect.forEach([...new Set([...owners.values()].map(({ userId }) => userId))], (userId) =>
                executions.listTold({ ...query, userId })),
              (found) => found.flat().sort((a, b) => a.id < b.id ? 1 : -1).slice(0, query.limit)
            )
        }
      }
    },
    told
  ),
  brokenStorage(
    "deletes a feed token of anybody's",
    ({ feedTokens }) => {
      const owners = new Map<string, Parameters<typeof feedTokens.delete>[0]>()
      return {
        feedTokens: {
          ...feedTokens,
          insert: (token) => Effect.andThen(Effect.sync(() => owners.set(token.id, token.userId)), feedTokens.insert(token)),
          delete: (userId, id) => feedTokens.delete(owners.get(id) ?? userId, id)
        }
      }
    },
    owned
  ),
  brokenStorage(
    "lists feed tokens oldest first",
    ({ feedTokens }) => ({
      feedTokens: { ...feedTokens, list: (userId) => Effect.map(feedTokens.list(userId), (found) => found.toReversed()) }
    }),
    "feed tokens are listed newest first, and never another owner's"
  ),
  brokenStorage(
    "counts everybody's feed tokens as one user's",
    ({ feedTokens }) => {
      let all = 0
      return {
        feedTokens: {
          ...feedTokens,
          insert: (token) => Effect.tap(feedTokens.insert(token), () => Effect.sync(() => all++)),
          lockCount: () => Effect.sync(() => all)
        }
      }
    },
    overtaken
  ),
  brokenStorage(
    "counts feed tokens as they were last committed",
    ({ feedTokens }) => ({
      feedTokens: { ...feedTokens, lockCount: (userId) => Effect.map(feedTokens.lockCount(userId), (now) => Math.min(now, 1)) }
    }),
    overtaken
  )
]
