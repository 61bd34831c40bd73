import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { AddressInfo } from "node:net"
import PostalMime from "postal-mime"
import { SMTPServer } from "smtp-server"

export interface ReceivedMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Somebody's mail server, on a free port of this machine for the life of the scope. It takes everything. */
export const openMailServer = Effect.gen(function*() {
  const received = yield* Queue.unbounded<ReceivedMail>()
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Array<Buffer> = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        void PostalMime.parse(Buffer.concat(chunks)).then(({ from, subject, text, to }) => {
          Queue.offerUnsafe(received, {
            from: `${from?.name ?? ""} <${from?.address ?? ""}>`,
            to: to?.map(({ address }) => address).join(", ") ?? "",
            subject: subject ?? "",
            text: text ?? ""
          })
          done(null)
        }, done)
      })
    }
  })
  yield* Effect.acquireRelease(
    Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))),
    () => Effect.promise(() => new Promise<void>((resolve) => server.close(() => resolve())))
  )
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received }
})
