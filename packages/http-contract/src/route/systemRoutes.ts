import * as Schema from "effect/Schema"
import { route } from "./Route.ts"

const tag = "system"

export const LivenessBody = Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Liveness" })

export const ReadinessBody = Schema.Struct({
  status: Schema.Literals(["ready", "not_ready"]),
  checks: Schema.Array(Schema.Struct({ name: Schema.String, ok: Schema.Boolean }))
}).annotate({ identifier: "Readiness" })

/** The original's shape. */
export const HealthzBody = Schema.Struct({ status: Schema.Literals(["healthy", "degraded"]) })
  .annotate({ identifier: "ServerHealth" })

export const systemRoutes = {
  livez: route({
    id: "livez",
    method: "GET",
    path: "/livez",
    summary: "The process is alive",
    tag,
    auth: "none",
    success: { status: 200, description: "It is", body: LivenessBody }
  }),
  readyz: route({
    id: "readyz",
    method: "GET",
    path: "/readyz",
    summary: "The process can do its work: 200, or 503 with the same body",
    tag,
    auth: "none",
    success: { status: 200, description: "Every check, and whether it passed", body: ReadinessBody },
    errors: ["StorageUnavailable"]
  }),
  health: route({
    id: "health",
    method: "GET",
    path: "/health",
    summary: "Readiness in the original's words: 200 healthy, 503 degraded",
    tag,
    auth: "none",
    success: { status: 200, description: "Healthy", body: HealthzBody },
    errors: ["StorageUnavailable"]
  }),
  openApi: route({
    id: "openApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This document",
    tag,
    auth: "none",
    success: { status: 200, description: "OpenAPI 3.1", body: Schema.Json }
  })
} as const
