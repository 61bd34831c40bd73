import { createHash } from "node:crypto"

/**
 * The tag of an answer: `"<version>-<hash of what is shown>"`. The hash makes `If-None-Match` exact for every reader;
 * the version is what `If-Match` asks for, so that an edit is refused when the task was written since, and not when
 * only something shown beside it has moved.
 */
export const entityTag = (json: string, version: number | undefined): string =>
  `"${version ?? 0}-${createHash("sha256").update(json).digest("base64url").slice(0, 16)}"`

/** `If-None-Match` against a tag: by weak comparison, so a proxy that compressed the answer changes nothing. */
export const matchesTag = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  header.split(",").map((one) => one.trim().replace(/^W\//, "")).some((one) => one === "*" || one === tag)

/**
 * The versions an `If-Match` accepts; null: any. A tag that is not ours names no version, and so matches nothing. Nor does
 * a weak one (RFC 9110 §13.1.1): it says that two answers are alike enough to be read, not that a write is safe.
 */
export const versionsIn = (header: string | undefined): ReadonlyArray<number> | null => {
  if (header === undefined || header.trim() === "*") return null
  return header.split(",").flatMap((one) => {
    const version = /^"(\d{1,9})-[\w-]*"$/.exec(one.trim())?.[1]
    return version === undefined ? [] : [Number(version)]
  })
}
