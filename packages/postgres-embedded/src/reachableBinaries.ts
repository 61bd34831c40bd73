import { createHash } from "node:crypto"
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises"
import { homedir, tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { BinariesUnusable, CannotDropRoot, EmbeddedPostgresError } from "./EmbeddedPostgresError.ts"
import { type Binaries, postgresOf } from "./findBinaries.ts"
import { isOurs } from "./isOurs.ts"
import { type RunAs, runToEnd } from "./RunAs.ts"

// Static libraries and headers' metadata: a third of the package that a running server never opens.
const isNeeded = (path: string): boolean => !path.endsWith(".a") && basename(path) !== "pkgconfig"

const runs = async (binaries: Binaries, user: RunAs) =>
  await runToEnd(user, postgresOf(binaries), ["--version"], { timeoutMs: 10_000 })

/** Path, size and mode of every file: a copy cut short by a full disk or a kill differs. */
const fingerprint = async (home: string): Promise<string> => {
  const hash = createHash("sha256")
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)).filter(isNeeded).sort()
  for (const file of files) hash.update(`${file.slice(home.length)} ${(await stat(file)).size}\n`)
  return hash.digest("hex")
}

// npm packages cannot hold symlinks; the vendor's install script makes them, and many installs forbid such scripts.
const addSymlinks = async (home: string): Promise<void> => {
  const list = await readFile(join(home, "pg-symlinks.json"), "utf8").catch(() => "[]")
  const links: ReadonlyArray<{ readonly source: string; readonly target: string }> = JSON.parse(list)
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(home), target)).catch(() => undefined)
  }
}

const copyInto = async (base: string, source: Binaries, key: string): Promise<Binaries> => {
  const mine = await mkdtemp(join(base, `${key}.`))
  try {
    const home = join(mine, "native")
    await cp(source.home, home, { recursive: true, verbatimSymlinks: true, filter: isNeeded })
    await addSymlinks(home)
    await writeFile(join(mine, "fingerprint"), await fingerprint(source.home))
    await chmod(mine, 0o755)
    // Whoever renames first wins; a loser's copy is the same and is dropped.
    await rename(mine, join(base, key)).catch(() => undefined)
    return { ...source, home: join(base, key, "native") }
  } finally {
    await rm(mine, { recursive: true, force: true })
  }
}

const cachedIn = async (base: string, source: Binaries): Promise<Binaries | null> => {
  await mkdir(base, { recursive: true, mode: 0o755 })
  // Programs run from here: a folder somebody else made, or may write to, is never used.
  if (!await isOurs(base)) return null
  const wanted = await fingerprint(source.home)
  const key = `postgres-${source.version}-${wanted.slice(0, 16)}`
  const folder = join(base, key)
  const cached: Binaries = { ...source, home: join(folder, "native") }
  if (await lstat(folder).then(() => true, () => false)) {
    if (!await isOurs(folder)) return null
    const noted = await readFile(join(folder, "fingerprint"), "utf8").catch(() => "")
    if (noted === wanted && await fingerprint(cached.home).catch(() => "") === wanted) return cached
    await rm(folder, { recursive: true, force: true })
  }
  return await copyInto(base, source, key)
}

const cacheBases = (): ReadonlyArray<string> => {
  const uid = process.getuid?.() ?? 0
  return uid === 0
    // /var/cache is root's alone, so nobody can plant programs in it; the temporary folder is the fallback.
    ? ["/var/cache/vedette", join("/var/tmp", "vedette-cache-0"), join(tmpdir(), "vedette-cache-0")]
    : [join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "vedette"), join(tmpdir(), `vedette-cache-${uid}`)]
}

/**
 * Binaries that `user` can run: the installed ones, else a copy made once. A copy is needed where root's clone lies in
 * a folder the unprivileged user cannot enter, and where the vendor's install script was not allowed to run.
 */
export const reachableBinaries = async (
  installed: Binaries,
  user: RunAs,
  bases: ReadonlyArray<string> = cacheBases()
): Promise<Binaries> => {
  const first = await runs(installed, user)
  if (first.code === 0) return installed
  if (first.errno === "EPERM" || first.errno === "EINVAL") {
    throw new EmbeddedPostgresError({
      reason: new CannotDropRoot({
        message: "PostgreSQL does not run as root, and this root may not become another user " +
          `(uid ${user?.uid}: ${first.errno}). Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`
      })
    })
  }
  let last = first
  for (const base of bases) {
    const cached = await cachedIn(base, installed).catch(() => null)
    if (cached === null) continue
    last = await runs(cached, user)
    if (last.code === 0) return cached
  }
  throw new EmbeddedPostgresError({
    reason: new BinariesUnusable({
      message: `The embedded PostgreSQL at ${installed.home} does not run here (${last.errno ?? last.output.trim()}). ` +
        "Install again, or set DATABASE_URL to a PostgreSQL of your own (15 or newer)."
    })
  })
}
