import * as Schema from "effect/Schema"

/** Refusals: the domain said no. Never retryable; each names what to do differently. */

/** There is none, or it is somebody else's private one: a stranger cannot tell which. */
export class TaskNotFound extends Schema.TaggedError<TaskNotFound>()("TaskNotFound", {}) {
  override get message(): string {
    return "Task not found"
  }
}

/** The lifecycle of a task does not lead from this state to that one. */
export class InvalidTransition extends Schema.TaggedError<InvalidTransition>()("InvalidTransition", {
  from: Schema.String,
  to: Schema.String
}) {
  override get message(): string {
    return `Invalid state transition: ${this.from} -> ${this.to}`
  }
}

/** What is wrong with one of several channels. `index`: its place in the list given. */
export const ChannelFault = Schema.Struct({ index: Schema.Int, why: Schema.String })
export type ChannelFault = typeof ChannelFault.Type

/** Channels with targets that their adapters do not accept, or two of one kind. `faults`: each by its place, where a list was given. */
export class InvalidNotification extends Schema.TaggedError<InvalidNotification>()("InvalidNotification", {
  why: Schema.String,
  faults: Schema.optionalKey(Schema.Array(ChannelFault))
}) {
  override get message(): string {
    return `Invalid notification: ${this.why}`
  }
}

/** Channels this installation does not have, each by its place in the list given, and what is wrong with the others. */
export class UnknownChannel extends Schema.TaggedError<UnknownChannel>()("UnknownChannel", {
  unknown: Schema.Array(Schema.Struct({ index: Schema.Int, kind: Schema.String })),
  known: Schema.Array(Schema.String),
  faults: Schema.Array(ChannelFault)
}) {
  override get message(): string {
    const kinds = this.unknown.map(({ kind }) => `"${kind}"`).join(", ")
    return `There is no channel ${kinds}; this server has ${this.known.join(", ")}`
  }
}

/** A typed condition that does not parse. `offset`: where, in characters. */
export class InvalidCondition extends Schema.TaggedError<InvalidCondition>()("InvalidCondition", {
  why: Schema.String,
  offset: Schema.Int
}) {
  override get message(): string {
    return `Invalid condition: ${this.why}`
  }
}

/** The task has no channel of this kind. */
export class NoSuchChannel extends Schema.TaggedError<NoSuchChannel>()("NoSuchChannel", { kind: Schema.String }) {
  override get message(): string {
    return `The task has no ${this.kind} notification`
  }
}

/** The task was changed since the version the caller named. */
export class VersionMismatch extends Schema.TaggedError<VersionMismatch>()("VersionMismatch", {
  current: Schema.Int
}) {
  override get message(): string {
    return "The task has changed since it was read; read it again"
  }
}

/** The owner has a task of each of these names. */
export class NameTaken extends Schema.TaggedError<NameTaken>()("NameTaken", { names: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `You have tasks named ${this.names.map((name) => `"${name}"`).join(", ")}; give the fork another name`
  }
}

/** The user has as many active tasks as this installation allows. */
export class ActiveTaskLimit extends Schema.TaggedError<ActiveTaskLimit>()("ActiveTaskLimit", { limit: Schema.Int }) {
  override get message(): string {
    return `Active task limit reached: at most ${this.limit}. Pause or delete one first`
  }
}
