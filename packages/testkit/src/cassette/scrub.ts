/** Headers of an answer that a client may act on. Everything else, cookies first, is left out. */
const keptHeaders = new Set(["content-type", "location", "retry-after", "etag", "last-modified", "x-ratelimit-remaining", "x-ratelimit-reset"])

/** What keys look like, for those that nobody named. */
const keyShapes: ReadonlyArray<RegExp> = [
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{8,}/gu,
  /\bAIza[A-Za-z0-9_-]{8,}/gu,
  /\b(?:tvly|BSA|ghp|gho|xox[abp])[-_]?[A-Za-z0-9_-]{16,}/gu,
  /\bBearer\s+[A-Za-z0-9._~+/-]{8,}=*/gu,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/gu
]

/** Query parameters that carry keys. */
const keyParameters = /([?&](?:key|api_?key|access_token|token|signature|sig)=)[^&#]*/giu

/** Random words of our own prompts: they differ from run to run and mean nothing. */
const fences = /FENCE-[0-9a-f]{8,}/gu

const placeholder = "[scrubbed]"

/** A text without secrets: those named, in whatever encoding a URL gives them, and whatever looks like one. */
export const scrubText = (text: string, secrets: ReadonlyArray<string>): string => {
  const named = secrets.filter((secret) => secret !== "").flatMap((secret) => [secret, encodeURIComponent(secret)])
  const without = named.reduce((scrubbed, secret) => scrubbed.split(secret).join(placeholder), text)
  return keyShapes.reduce((scrubbed, shape) => scrubbed.replace(shape, placeholder), without.replace(keyParameters, `$1${placeholder}`))
    .replace(fences, "FENCE-0")
}

export const keptOf = (headers: Readonly<Record<string, string>>, secrets: ReadonlyArray<string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => keptHeaders.has(name)).map(([name, value]) => [name, scrubText(value, secrets)])
  )
