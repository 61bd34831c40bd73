import type { FastifyInstance } from "fastify"
import { METRICS_CONTENT_TYPE, metricsText } from "vedette"
import type { Runner } from "../ServerServices.ts"
import { runEffect } from "./runEffect.ts"

/**
 * `/metrics` for Prometheus. Not part of the API's contract: its form is Prometheus' own, and its numbers name nobody.
 */
export const registerMetrics = (app: FastifyInstance, { runner }: { readonly runner: Runner }): void => {
  app.get("/metrics", async (request, reply) =>
    reply.type(METRICS_CONTENT_TYPE).send(await runEffect(runner, request, reply, metricsText)))
}
