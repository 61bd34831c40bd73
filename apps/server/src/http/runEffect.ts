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
 * thrown as they are, a defect as one that says nothing outside.
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
    throw Option.getOrElse(Cause.findErrorOption(exit.cause), () => new Defect({ cause: exit.cause }))
  } finally {
    reply.raw.off("close", hungUp)
  }
}
