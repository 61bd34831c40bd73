import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import type { Notification } from "../notification/Notification.ts"
import type { StorageError } from "./StorageError.ts"

/** Which of an owner's notifications. Null: whatever it is. */
export interface InboxQuery {
  readonly userId: UserId
  readonly taskId: TaskId | null
  readonly unread: boolean | null
  readonly archived: boolean | null
  /** Told at this instant or later. */
  readonly since: DateTime.Utc | null
  /** Told before this instant. */
  readonly until: DateTime.Utc | null
}

export interface InboxEntry {
  readonly notification: Notification
  /** Of the execution that decided it. */
  readonly changeSummary: string | null
  readonly readAt: DateTime.Utc | null
  readonly archivedAt: DateTime.Utc | null
}

export type InboxMark = "read" | "unread" | "archive" | "unarchive"

/**
 * The conditions met that an owner was told of, whatever channels told it or did not, and what its owner has done with
 * them. One per execution, so an execution's id names one. Health and failures of channels are no finds, and not in here.
 *
 * Laws
 * - Newest first, and never another owner's.
 * - A mark that stands already changes nothing, not even its time.
 * - A row that cannot be read is left out of `entries` and logged.
 */
export class Inbox extends Context.Service<Inbox, {
  readonly entries: (
    query: InboxQuery & { readonly limit: number; readonly offset: number }
  ) => Effect.Effect<ReadonlyArray<InboxEntry>, StorageError>
  /** How many `entries` has in all. */
  readonly count: (query: InboxQuery) => Effect.Effect<number, StorageError>
  /** By the storage's clock. False: the owner was told nothing by this execution. */
  readonly mark: (userId: UserId, id: ExecutionId, mark: InboxMark) => Effect.Effect<boolean, StorageError>
  /** Marks all that the query finds as read; answers how many were unread. */
  readonly readAll: (query: InboxQuery) => Effect.Effect<number, StorageError>
}>()("@vedette/domain/ports/Inbox") {}
