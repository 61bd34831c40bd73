import { randomBytes } from "node:crypto"
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EmbeddedPostgresError, StartFailed, WrongVersion } from "./EmbeddedPostgresError.ts"
import { type Binaries, initdbOf, postgresOf } from "./findBinaries.ts"
import { clusterName, type Place } from "./placeFolder.ts"
import { runToEnd } from "./RunAs.ts"

/** Name of the role and of the database. */
export const vedette = "vedette"

const failed = (what: string, output: string) =>
  new EmbeddedPostgresError({
    reason: new StartFailed({ message: `${what} failed. PostgreSQL said: ${output.trim().slice(-2000)}` })
  })

/** One statement without a server: no port, no client, and nothing to stop afterwards. */
const runSingleUser = async (binaries: Binaries, place: Place, cluster: string, statement: string): Promise<void> => {
  // -j: a statement ends at an empty line, so the text may hold line breaks.
  const ended = await runToEnd(place.user, postgresOf(binaries), ["--single", "-j", "-D", cluster, "postgres"], {
    input: `${statement}\n\n`
  })
  // The stand-alone backend ends with 0 whatever a statement did.
  if (ended.code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(ended.output)) throw failed("Preparing the database", ended.output)
}

const readPassword = (place: Place) =>
  readFile(join(place.folder, "password"), "utf8").then((text) => text.trim() || null, () => null)

const writePassword = async (place: Place): Promise<string> => {
  // 24 bytes: beyond guessing, and base64url needs no escaping in a URL, a file or SQL.
  const password = randomBytes(24).toString("base64url")
  const file = join(place.folder, "password")
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
  return password
}

const makeCluster = async (binaries: Binaries, place: Place, password: string, durable: boolean): Promise<void> => {
  const fresh = join(place.folder, `${clusterName}.new`)
  const passwordFile = join(place.folder, "initdb-password")
  await rm(fresh, { recursive: true, force: true })
  try {
    await mkdir(fresh, { mode: 0o700 })
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    if (place.user !== null) {
      await chown(fresh, place.user.uid, place.user.gid)
      await chown(passwordFile, place.user.uid, place.user.gid)
    }
    const ended = await runToEnd(place.user, initdbOf(binaries), [
      `--pgdata=${fresh}`,
      `--username=${vedette}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The C locale sorts alike on every machine and never changes under an index as a system's locale may.
      "--no-locale",
      "--no-instructions",
      ...(durable ? [] : ["--no-sync"])
    ])
    if (ended.code !== 0) throw failed("initdb", ended.errno ?? ended.output)
    await runSingleUser(binaries, place, fresh, `CREATE DATABASE ${vedette}`)
    // The name appears only with everything in it: a start that was killed half-way begins anew.
    await rename(fresh, join(place.folder, clusterName))
  } finally {
    await rm(passwordFile, { force: true })
    await rm(fresh, { recursive: true, force: true })
  }
}

const majorOf = (version: string): string => version.split(".")[0] ?? version

/**
 * Makes the cluster where there is none, and answers with the password of its only role. A lost password file is
 * written anew and the role given the new password: only the owner of the folder can get here.
 */
export const initialiseCluster = async (binaries: Binaries, place: Place, durable: boolean): Promise<string> => {
  const cluster = join(place.folder, clusterName)
  const kept = await readPassword(place)
  if (!await stat(cluster).then(() => true, () => false)) {
    const password = kept ?? await writePassword(place)
    await makeCluster(binaries, place, password, durable)
    return password
  }
  const found = (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim()
  const wanted = majorOf(binaries.version)
  if (found !== wanted) {
    throw new EmbeddedPostgresError({
      reason: new WrongVersion({
        message: `The database in ${cluster} was made by PostgreSQL ${found}, and this is PostgreSQL ${wanted}. ` +
          `Dump it with version ${found} and restore it here, or choose another data folder.`,
        found,
        wanted
      })
    })
  }
  if (kept !== null) {
    // Somebody may have copied the folder with the wrong umask.
    await chmod(join(place.folder, "password"), 0o600)
    return kept
  }
  const password = await writePassword(place)
  await runSingleUser(binaries, place, cluster, `ALTER ROLE ${vedette} PASSWORD '${password}'`)
  return password
}
