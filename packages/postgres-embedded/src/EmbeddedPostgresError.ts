import * as Schema from "effect/Schema"

/** No PostgreSQL binaries for this operating system and processor were installed, or they do not run. */
export class BinariesUnusable
  extends Schema.TaggedError<BinariesUnusable>()("BinariesUnusable", { message: Schema.String })
{}
/** PostgreSQL refuses to run as root, and this process may not become another user. */
export class CannotDropRoot
  extends Schema.TaggedError<CannotDropRoot>()("CannotDropRoot", { message: Schema.String })
{}
/** The data folder cannot be used as it is: not ours, not writable, or out of reach with a database already in it. */
export class FolderUnusable
  extends Schema.TaggedError<FolderUnusable>()("FolderUnusable", { message: Schema.String, folder: Schema.String })
{}
/** A living process owns the data folder. `pid` is that process, not its PostgreSQL. */
export class AlreadyRunning
  extends Schema.TaggedError<AlreadyRunning>()("AlreadyRunning", {
    message: Schema.String,
    folder: Schema.String,
    pid: Schema.Int
  })
{}
/** The cluster was made by another major version of PostgreSQL. */
export class WrongVersion
  extends Schema.TaggedError<WrongVersion>()("WrongVersion", {
    message: Schema.String,
    found: Schema.String,
    wanted: Schema.String
  })
{}
/** A PostgreSQL left behind by a dead process did not stop when told to. */
export class OrphanNotStopped
  extends Schema.TaggedError<OrphanNotStopped>()("OrphanNotStopped", { message: Schema.String, pid: Schema.Int })
{}
/** The port that was asked for is in use. */
export class PortTaken
  extends Schema.TaggedError<PortTaken>()("PortTaken", { message: Schema.String, port: Schema.Int })
{}
/** `initdb` or the server ended before it was ready. The message ends with what PostgreSQL said. */
export class StartFailed extends Schema.TaggedError<StartFailed>()("StartFailed", { message: Schema.String }) {}

export const EmbeddedPostgresReason = Schema.Union([
  BinariesUnusable,
  CannotDropRoot,
  FolderUnusable,
  AlreadyRunning,
  WrongVersion,
  OrphanNotStopped,
  PortTaken,
  StartFailed
])
export type EmbeddedPostgresReason = typeof EmbeddedPostgresReason.Type

/** The embedded PostgreSQL is not there. Every message says what to do about it. */
export class EmbeddedPostgresError
  extends Schema.TaggedError<EmbeddedPostgresError>()("EmbeddedPostgresError", { reason: EmbeddedPostgresReason })
{
  override get message(): string {
    return this.reason.message
  }
}
