import type { ReceivedMessage, Receiver } from "@vedette/testkit/notifier"
import * as Effect from "effect/Effect"
import type { AddressInfo, Socket } from "node:net"
import PostalMime, { type Email } from "postal-mime"
import { SMTPServer, type SMTPServerOptions } from "smtp-server"

export interface ReceivedMail {
  readonly raw: string
  /** As a parser that shares nothing with the sender reads it. */
  readonly mail: Email
  readonly from: string
  readonly to: ReadonlyArray<string>
  readonly user: string | null
}

/** An answer of the server, as SMTP words it. */
const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })

type Step = "connect" | "sender" | "recipient" | "data"
type Behaviour = (step: Step, end: () => void) => Error | "hang" | null

const bytesOf = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A mail server on a real socket of this machine for the life of the scope. */
export const openMailServer = Effect.fn("openMailServer")(function*(options: SMTPServerOptions = {}) {
  const mails: Array<ReceivedMail> = []
  let behaviour: Behaviour = () => null
  const meet = (step: Step, done: (error?: Error | null) => void, end: () => void) => {
    const met = behaviour(step, end)
    if (met !== "hang") done(met)
  }
  // Each session's socket, to be cut in the middle of a transaction as a crash would.
  const sockets = new Map<string, Socket>()
  const connections = { opened: 0, open: 0 }
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    ...options,
    onConnect: (_, done) => meet("connect", done, () => undefined),
    onMailFrom: (_, __, done) => meet("sender", done, () => undefined),
    onRcptTo: (_, __, done) => meet("recipient", done, () => undefined),
    onData: (stream, session, done) => {
      void bytesOf(stream).then(async (bytes) => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          raw: bytes.toString("latin1"),
          mail: await PostalMime.parse(bytes),
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === "string" ? session.user : null
        })
        meet("data", (error) => done(error ?? null), () => sockets.forEach((socket) => socket.destroy()))
      })
    }
  })
  server.server.on("connection", (socket: Socket) => {
    const key = `${socket.remotePort}`
    sockets.set(key, socket)
    connections.opened += 1
    connections.open += 1
    socket.on("close", () => {
      sockets.delete(key)
      connections.open -= 1
    })
  })
  server.on("error", () => undefined)
  yield* Effect.acquireRelease(
    Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))),
    () =>
      Effect.promise(() => {
        sockets.forEach((socket) => socket.destroy())
        return new Promise<void>((resolve) => server.close(() => resolve()))
      })
  )
  const { port } = server.server.address() as AddressInfo

  const behaviours: Record<Parameters<Receiver["behave"]>[0], Behaviour> = {
    accept: () => null,
    refuse: (step) => step === "data" ? answer(451, "4.3.0 Come back later") : null,
    drop: (step, end) => {
      if (step !== "data") return null
      end()
      return "hang"
    },
    // RFC 5321 §3.4: a server that knows where the user is now may say so; following it is not for a sender to decide.
    redirect: (step) => step === "recipient" ? answer(551, "5.1.6 User not local; please try <ada@elsewhere.example>") : null
  }
  const received = ({ mail }: ReceivedMail): ReceivedMessage => ({
    deliveryId: (mail.messageId ?? "").replace(/^<|@.*$/g, ""),
    text: `${mail.subject ?? ""}\n${mail.text ?? ""}\n${mail.html ?? ""}`,
    isSignedBy: () => false
  })
  const receiver: Receiver = {
    behave: (how) => Effect.sync(() => { behaviour = behaviours[how] }),
    received: Effect.sync(() => mails.map(received)),
    redirected: Effect.succeed(0)
  }
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    connections,
    /** Meets the next transactions like this. */
    meet: (next: Behaviour) => { behaviour = next },
    answer,
    receiver
  }
})
