import { TooLarge } from "@vedette/domain"
import { pipeline, type Transform } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib"

/** Thrown for an answer that cannot be decoded; `undiciReason` reads the code. */
class UndecodableBodyError extends Error {
  readonly code = "VEDETTE_UNDECODABLE_BODY"
}

/** Real servers apply one coding, now and then two; each further one is a multiplier for a bomb. */
const maxCodings = 2

/** What `readBody` can undo, for `Accept-Encoding`. */
export const acceptedCodings = "gzip, deflate, br"

/** The decoder for a coding; `first` is the first byte of what it will be given. */
const decoderFor = (coding: string, first: number): Transform => {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip()
    case "br":
      return createBrotliDecompress()
    case "deflate":
      // zlib by the standard, a raw stream by some servers; the low nibble of the first byte (8 = zlib) tells.
      return (first & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      throw new UndecodableBodyError(`The content coding ${coding.slice(0, 40)} is not one that was asked for.`)
  }
}

/**
 * One coding undone, chunk by chunk as the consumer asks, so a bomb costs one chunk at a time. Nothing stays nothing: servers
 * label empty answers `gzip`, and a decoder would call them cut short.
 */
async function* decoded(source: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true) return
  const all = async function*() {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  // `pipeline` and not `compose`: the latter lets an error at the end of the input escape as an uncaught exception.
  // The callback has nothing to say: whatever fails destroys the decoder, and iterating it then rejects.
  yield* pipeline(all, decoderFor(coding, first.value[0] ?? 0), () => {})
}

/**
 * The decompressed bytes of an answer, at most `maxBytes` of them. Bytes are counted as they come out of the decoder, so
 * neither a declared length nor a compression ratio is trusted.
 *
 * Rejects with `TooLarge`, `UndecodableBodyError`, or the stream's own error.
 */
export const readBody = async (source: AsyncIterable<Uint8Array>, options: {
  readonly contentEncoding: string | undefined
  readonly maxBytes: number
  readonly onTooLarge: "fail" | "truncate"
}): Promise<Uint8Array> => {
  const codings = (options.contentEncoding ?? "").toLowerCase().split(",").map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity")
  if (codings.length > maxCodings) throw new UndecodableBodyError("The answer is compressed more than twice.")
  const chunks: Array<Uint8Array> = []
  let length = 0
  for await (const chunk of codings.reduceRight<AsyncIterable<Uint8Array>>(decoded, source)) {
    const room = options.maxBytes - length
    if (chunk.byteLength > room) {
      if (options.onTooLarge === "fail") {
        throw new TooLarge({ message: `The answer is larger than ${options.maxBytes} bytes.` })
      }
      chunks.push(chunk.subarray(0, room))
      break
    }
    chunks.push(chunk)
    length += chunk.byteLength
  }
  return new Uint8Array(Buffer.concat(chunks))
}
