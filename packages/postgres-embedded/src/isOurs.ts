import { lstat } from "node:fs/promises"

/** A real folder of our own user that nobody else may write to. A symlink is not: it can be turned elsewhere later. */
export const isOurs = async (folder: string): Promise<boolean> => {
  const found = await lstat(folder).catch(() => null)
  return found !== null && found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) &&
    (found.mode & 0o022) === 0
}
