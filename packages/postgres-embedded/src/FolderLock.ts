import { chmod, mkdtemp, readdir, rename, rm, rmdir, unlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { AlreadyRunning, EmbeddedPostgresError, FolderUnusable } from "./EmbeddedPostgresError.ts"
import { processIdentity } from "./processIdentity.ts"

const lockName = "owner"
// Each round either wins, meets a living owner, or removes one dead entry; more than a few mean a fight with another starter.
const rounds = 20

const refuse = (folder: string, pid: number) =>
  new EmbeddedPostgresError({
    reason: new AlreadyRunning({
      message: `The database in ${folder} is in use by process ${pid}. Stop that process, or give this one another data folder.`,
      folder,
      pid
    })
  })

/**
 * One living process owns a data folder.
 *
 * The lock is a folder `owner/` that holds one empty file named after the owner's identity. A folder renamed onto a
 * name succeeds only while that name is free or an EMPTY folder, so taking is atomic and complete, and a dead
 * owner's entry is removed by its own name, which can never remove a newer owner's. A lock file would need
 * "read, find stale, delete, create", where two rescuers can delete each other's fresh lock.
 */
export const takeFolderLock = async (folder: string): Promise<{ readonly release: () => Promise<void> }> => {
  const lock = join(folder, lockName)
  const mine = await processIdentity(process.pid) ?? `${process.pid}-unknown`
  const candidate = await mkdtemp(join(folder, `${lockName}.`))
  try {
    await chmod(candidate, 0o755)
    await writeFile(join(candidate, mine), "")
    for (let round = 0; round < rounds; round++) {
      const taken = await rename(candidate, lock).then(() => true, (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false
        throw error
      })
      if (taken) {
        return {
          release: async () => {
            await unlink(join(lock, mine)).catch(() => undefined)
            await rmdir(lock).catch(() => undefined)
          }
        }
      }
      for (const entry of await readdir(lock).catch(() => [])) {
        const pid = Number(entry.split("-")[0])
        const living = await processIdentity(pid)
        if (living === entry || living === `${pid}-unknown`) throw refuse(folder, pid)
        await unlink(join(lock, entry)).catch(() => undefined)
      }
    }
    throw new EmbeddedPostgresError({
      reason: new FolderUnusable({ message: `The lock ${lock} could not be taken: several processes start on it at once. Start one of them.`, folder })
    })
  } finally {
    await rm(candidate, { recursive: true, force: true })
  }
}
