import { createHash } from "node:crypto"
import { chmod, mkdir, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { EmbeddedPostgresError, FolderUnusable } from "./EmbeddedPostgresError.ts"
import { isOurs } from "./isOurs.ts"
import { type RunAs, runAs, runToEnd } from "./RunAs.ts"

/** Where the cluster lies inside a data folder. Other files of Vedette (keys) are its siblings. */
export const folderName = "postgres"
export const clusterName = "cluster"

export interface Place {
  /** Holds the cluster, its password and the lock. */
  readonly folder: string
  /** The folder that was asked for, when an unprivileged user cannot reach it. */
  readonly relocatedFrom: string | null
  readonly user: RunAs
}

const exists = (path: string) => stat(path).then(() => true, () => false)
const hasCluster = (folder: string) => exists(join(folder, clusterName, "PG_VERSION"))

/** Makes the folder and its missing parents, each open to pass through whatever the umask: PostgreSQL must get to its own. */
const makePassable = async (folder: string): Promise<void> => {
  if (await exists(folder)) return
  await makePassable(dirname(folder))
  await mkdir(folder, { mode: 0o755 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error
  })
  if (process.getuid?.() === 0) await chmod(folder, 0o755)
}

const canEnter = async (user: RunAs, folder: string): Promise<boolean> =>
  (await runToEnd(user, "/bin/sh", ["-c", "cd \"$1\"", "sh", folder], { timeoutMs: 10_000 })).code === 0

/** Persistent places first: a temporary folder is emptied by reboots and cleaners, and the database with it. */
const refuges = ["/var/lib/vedette", "/var/tmp/vedette-0", join(tmpdir(), "vedette-0")]

const refugeFor = (base: string, wanted: string): string =>
  join(base, createHash("sha256").update(wanted).digest("hex").slice(0, 16))

/**
 * Decides where the database lives. As an ordinary user: where it was asked for. As root PostgreSQL is another user, who
 * may be unable to enter that folder; then the database lives in a fixed refuge named after the wanted path.
 *
 * Laws
 * - The same wanted folder leads to the same place on every start.
 * - A database that exists is never passed over for an empty one: one that moved to a refuge stays there after the
 *   wanted folder becomes reachable, and one in a folder that became unreachable is an error.
 */
export const placeFolder = async (dataDir: string): Promise<Place> => {
  const wanted = join(resolve(dataDir), folderName)
  const user = await runAs(join(wanted, clusterName))
  const here: Place = { folder: wanted, relocatedFrom: null, user }
  if (user === null) {
    await makePassable(wanted)
    return here
  }
  const wantedHasCluster = await hasCluster(wanted)
  if (!wantedHasCluster) {
    for (const base of refuges) {
      const refuge = refugeFor(base, wanted)
      if (await isOurs(base) && await hasCluster(refuge)) {
        return { folder: refuge, relocatedFrom: wanted, user: await runAs(join(refuge, clusterName)) }
      }
    }
  }
  await makePassable(wanted)
  if (await canEnter(user, wanted)) return here
  if (wantedHasCluster) {
    throw new EmbeddedPostgresError({
      reason: new FolderUnusable({
        message: `The database in ${wanted} belongs to uid ${user.uid}, who can no longer enter that folder. ` +
          `Let that user pass (chmod o+x on every folder above it), or move the folder to a place it can reach.`,
        folder: wanted
      })
    })
  }
  for (const base of refuges) {
    const made = await makePassable(base).then(() => true, () => false)
    if (!made || !await isOurs(base)) continue
    const refuge = refugeFor(base, wanted)
    await makePassable(refuge)
    if (await canEnter(user, refuge)) return { folder: refuge, relocatedFrom: wanted, user }
  }
  throw new EmbeddedPostgresError({
    reason: new FolderUnusable({
      message: `PostgreSQL runs as uid ${user.uid}, who can enter neither ${wanted} nor ${refuges.join(", ")}. ` +
        "Choose a data folder that every user may pass into (chmod o+x on every folder above it).",
      folder: wanted
    })
  })
}
