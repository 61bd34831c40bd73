import { CorruptRow, StorageError } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { promisify } from "node:util"
import { deflate, inflate } from "node:zlib"

// Off the main thread: a page may be two megabytes.
const deflateAsync = promisify<Uint8Array, Buffer>(deflate)
const inflateAsync = promisify<Uint8Array, Buffer>(inflate)

/** A text as it is stored: UTF-8 under zlib. */
export const packText = (text: string): Effect.Effect<Buffer> => Effect.promise(() => deflateAsync(Buffer.from(text, "utf8")))

export const unpackText = (body: Uint8Array): Effect.Effect<string, StorageError> =>
  Effect.tryPromise({
    try: async () => (await inflateAsync(body)).toString("utf8"),
    catch: () => new StorageError({ reason: new CorruptRow({ message: "A row of page_texts cannot be unpacked" }) })
  })
