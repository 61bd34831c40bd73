import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { join } from "node:path"
import type { EmbeddedPostgresError } from "./EmbeddedPostgresError.ts"
import { findBinaries } from "./findBinaries.ts"
import { takeFolderLock } from "./FolderLock.ts"
import { initialiseCluster, vedette } from "./initialiseCluster.ts"
import { nodeReason } from "./nodeReason.ts"
import { clusterName, placeFolder } from "./placeFolder.ts"
import { reachableBinaries } from "./reachableBinaries.ts"
import { host, runPostmaster } from "./runPostmaster.ts"
import { recoverCluster } from "./stopPostmaster.ts"

export interface EmbeddedPostgresOptions {
  /** Vedette's data folder; the database takes its subfolder `postgres`. Made when missing. */
  readonly dataDir: string
  /** TCP port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number
  /** Whether a commit survives a power cut. Default `true`; `false` is for tests and is several times faster. */
  readonly durable?: boolean
  /** Receives PostgreSQL's own log, a line at a time. Default: silent. */
  readonly log?: (line: string) => void
}

export interface RunningPostgres {
  /** `postgres://…` with the password in it. Role and database are `vedette`; the role is a superuser of this cluster. */
  readonly url: string
  /** The folder that holds the cluster, its password (0600) and the lock. */
  readonly dataDir: string
  /** The folder that was asked for, where PostgreSQL's user cannot reach that one and `dataDir` is elsewhere; else `null`. */
  readonly relocatedFrom: string | null
  /** The server's process. */
  readonly pid: number
  /** Succeeds when the server has ended, be it by our stop or on its own. */
  readonly ended: Effect.Effect<void>
}

const noLog = (): void => undefined

const acquire = async (options: EmbeddedPostgresOptions) => {
  const log = options.log ?? noLog
  const durable = options.durable ?? true
  const place = await placeFolder(options.dataDir)
  const lock = await takeFolderLock(place.folder)
  try {
    const binaries = await reachableBinaries(await findBinaries(), place.user)
    await recoverCluster(join(place.folder, clusterName), log)
    const password = await initialiseCluster(binaries, place, durable)
    const postmaster = await runPostmaster(binaries, place, { wantedPort: options.port ?? 0, durable, log })
    return { place, lock, password, postmaster }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * Starts PostgreSQL for as long as the scope lives.
 *
 * Laws
 * - When the scope has closed no process of it is left, and everything committed is on disk.
 * - What was committed is there after a kill of either process; a server left running by a dead owner is stopped first.
 * - While its owner lives, a second start on the same folder fails with `AlreadyRunning` and names the owner.
 * - Root and ordinary users get the same service; as root the server runs as an unprivileged user.
 * - It listens on 127.0.0.1 alone, and asks for a password that was made for this folder.
 */
export const start = (
  options: EmbeddedPostgresOptions
): Effect.Effect<RunningPostgres, EmbeddedPostgresError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tryPromise({ try: () => acquire(options), catch: (error) => nodeReason(error, options.dataDir) }),
    ({ lock, postmaster }) => Effect.promise(() => postmaster.stop().finally(lock.release))
  ).pipe(
    Effect.map(({ password, place, postmaster }) => ({
      url: `postgres://${vedette}:${password}@${host}:${postmaster.port}/${vedette}`,
      dataDir: place.folder,
      relocatedFrom: place.relocatedFrom,
      pid: postmaster.pid,
      ended: Effect.promise(() => postmaster.ended)
    }))
  )

/** A PostgreSQL that this process owns. */
export class EmbeddedPostgres extends Context.Service<EmbeddedPostgres, RunningPostgres>()(
  "@vedette/postgres-embedded/EmbeddedPostgres"
) {
  static readonly start = start
  static readonly layer = (options: EmbeddedPostgresOptions): Layer.Layer<EmbeddedPostgres, EmbeddedPostgresError> =>
    Layer.effect(EmbeddedPostgres, start(options))
}
