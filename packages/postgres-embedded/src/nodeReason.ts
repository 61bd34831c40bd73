import { EmbeddedPostgresError, FolderUnusable, StartFailed } from "./EmbeddedPostgresError.ts"

const advice: Readonly<Record<string, string>> = {
  EACCES: "it is not accessible to this user: choose another data folder, or start as the user who owns it",
  EPERM: "it is not accessible to this user: choose another data folder, or start as the user who owns it",
  ENOSPC: "the disk is full: free some space, or choose a data folder on another disk",
  EROFS: "its file system is read-only: choose another data folder",
  ENOTDIR: "a part of the path is a file: choose another data folder",
  EEXIST: "a file is in its place: choose another data folder"
}

/** What Node threw, as a reason: an errno that speaks of the folder names it, anything else ends the start with its text. */
export const nodeReason = (error: unknown, folder: string): EmbeddedPostgresError => {
  if (error instanceof EmbeddedPostgresError) return error
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const hint = advice[code]
  const text = error instanceof Error ? error.message : String(error)
  return new EmbeddedPostgresError({
    reason: hint === undefined
      ? new StartFailed({ message: `The embedded PostgreSQL did not start: ${text}` })
      : new FolderUnusable({ message: `The data folder ${folder} cannot be used: ${hint} (${text}).`, folder })
  })
}
