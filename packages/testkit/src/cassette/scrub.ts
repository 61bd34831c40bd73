import { gunzipSync, inflateSync } from "node:zlib"
import { keyParameter } from "./secretsIn.ts"
import { withoutSecrets } from "./withoutSecrets.ts"

/** Headers of an answer that a client may act on. Everything else, cookies first, is left out. */
const keptHeaders = new Set(["content-type", "location", "retry-after", "etag", "last-modified", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"])

/** What keys look like, for those that nobody named. */
const keyShapes: ReadonlyArray<RegExp> = [
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{8,}/gu,
  /\bAIza[A-Za-z0-9_-]{8,}/gu,
  /\b(?:tvly|BSA|ghp|gho|xox[abp])[-_]?[A-Za-z0-9_-]{16,}/gu,
  /\bBearer\s+[A-Za-z0-9._~+/-]{8,}=*/gu,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/gu
]

/** Random words of our own prompts: they differ from run to run and mean nothing. */
const fences = /FENCE-[0-9a-f]{8,}/gu

const placeholder = "[scrubbed]"

/** Ten times what a client takes of one answer: more than that behind it is a bomb, and no body to keep. */
const maxUnpacked = 20_000_000

/** What takes secrets out of what is kept. */
export interface Scrubber {
  /** The text without them. */
  readonly text: (text: string) => string
  /** Whether there is one in the bytes, or in what they pack. */
  readonly finds: (bytes: Uint8Array) => boolean
}

/** The bytes that gzip or zlib bytes pack; the bytes themselves where they are neither; null where nobody can say. */
const unpacked = (bytes: Buffer): Buffer | null => {
  const [first, second] = bytes
  try {
    if (first === 0x1f && second === 0x8b) return gunzipSync(bytes, { maxOutputLength: maxUnpacked })
    if (first === 0x78 && (0x7800 + (second ?? 0)) % 31 === 0) return inflateSync(bytes, { maxOutputLength: maxUnpacked })
    return bytes
  } catch {
    return null
  }
}

/** For secrets that are known, in whatever encoding they stand, and for whatever looks like a key. */
export const scrubber = (secrets: Iterable<string>): Scrubber => {
  const withoutKnown = withoutSecrets(secrets, placeholder)
  const without = (text: string): string =>
    keyShapes.reduce(
      (scrubbed, shape) => scrubbed.replace(shape, placeholder),
      withoutKnown(text).replace(keyParameter, (all, value: string) => `${all.slice(0, all.length - value.length)}${placeholder}`)
    )
  const finds = (bytes: Buffer): boolean => {
    const latin1 = bytes.toString("latin1")
    return without(latin1) !== latin1
  }
  return {
    text: (text) => without(text).replace(fences, "FENCE-0"),
    finds: (body) => {
      const bytes = Buffer.from(body)
      const inside = unpacked(bytes)
      return inside === null || finds(bytes) || (inside !== bytes && finds(inside))
    }
  }
}

export const keptOf = (headers: Readonly<Record<string, string>>, scrub: Scrubber): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => keptHeaders.has(name)).map(([name, value]) => [name, scrub.text(value)]))
