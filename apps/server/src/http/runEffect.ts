import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { Runner, ServerServices } from "../ServerServices.ts"
import { Defect } from "./requestErrors.ts"

/** The client hung up; there is nobody to answer. */
export class ClientGone extends Error {}

/**
 * Runs an effect for a request. A client that hangs up interrupts it, which rolls its transaction back. Failures are
 * thrown as they are; a defect is logged with the request's id and thrown as one that says nothing.
 */
export const runEffect = async <A, E>(
  runner: Runner,
  request: FastifyRequest,
  reply: FastifyReply,
  effect: Effect.Effect<A, E, ServerServices>
): Promise<A> => {
  const controller = new AbortController()
  const hungUp = () => {
    if (!reply.raw.writableEnded) controller.abort()
  }
  reply.raw.once("close", hungUp)
  try {
    const exit = await runner.runPromiseExit(
      Effect.annotateLogs(effect, { requestId: request.id }),
      { signal: controller.signal }
    )
    if (Exit.isSuccess(exit)) return exit.value
    if (controller.signal.aborted) throw new ClientGone()
    const failure = Cause.findErrorOption(exit.cause)
    if (Option.isSome(failure)) throw failure.value
    await runner.runPromiseExit(
      Effect.logError("A request ended in a defect", exit.cause).pipe(Effect.annotateLogs({ requestId: request.id }))
    )
    throw new Defect()
  } finally {
    reply.raw.off("close", hungUp)
  }
}
