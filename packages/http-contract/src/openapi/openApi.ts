import * as Schema from "effect/Schema"
import type { AnyRoute, Wire } from "../route/Route.ts"
import { routes as table } from "../route/routes.ts"
import { apiGuide, tagDocs } from "./apiGuide.ts"
import { type Json, makeComponents, resolved, type SchemaOf } from "./components.ts"
import { curlOf } from "./curlOf.ts"
import { requestHeaders } from "./headerDocs.ts"
import { type OperationDoc, operationDocs } from "./operationDocs.ts"
import { parameterDocs } from "./parameterDocs.ts"
import { responsesOf } from "./responsesOf.ts"

/** In words where it may be left out: pages that let one try an operation would send an example with it. */
const withExample = (description: string, example: Schema.Json): string => `${description}. Such as \`${String(example)}\``

const parametersOf = (where: "path" | "query", part: Wire<unknown>, schemaOf: SchemaOf, components: Record<string, Json>) => {
  // What a parameter means, not how it is spelled: `limit` is an integer, though it travels as text.
  const object = resolved(schemaOf(Schema.toType(part)), components)
  const required = new Set(Array.isArray(object.required) ? object.required : [])
  return Object.entries((object.properties ?? {}) as Record<string, Json>).map(([name, { description: own, ...schema }]) => {
    const [documented, example] = parameterDocs[name] ?? []
    const description = typeof own === "string" ? own : documented
    const isNeeded = where === "path" || required.has(name)
    return {
      name,
      in: where,
      required: isNeeded,
      ...(description === undefined ? {} : { description: isNeeded || example === undefined ? description : withExample(description, example) }),
      schema,
      ...(isNeeded && example !== undefined ? { example } : {})
    }
  })
}

/** Where a server listens that was told nothing. */
const DEFAULT_SERVER = "http://127.0.0.1:8080"

const docs = new Map<AnyRoute, OperationDoc>(
  Object.entries(table).map(([name, route]) => [route as AnyRoute, operationDocs[name as keyof typeof table] ?? { says: "" }])
)

const security = { required: [{ bearer: [] }], optional: [{ bearer: [] }, {}], none: [] } as const

const operationOf = (route: AnyRoute, schemaOf: SchemaOf, components: Record<string, Json>) => {
  const doc = docs.get(route) ?? { says: "" }
  return {
    operationId: route.id,
    summary: route.summary,
    description: `${route.description ?? doc.says}\n\n\`\`\`sh\n${curlOf(route, doc)}\n\`\`\``,
    tags: [route.tag],
    security: security[route.auth],
    parameters: [
      ...parametersOf("path", route.params, schemaOf, components),
      ...parametersOf("query", route.query, schemaOf, components),
      ...requestHeaders(route)
    ],
    ...(route.body === null ? {} : {
      requestBody: {
        required: !route.bodyOptional,
        content: {
          "application/json": {
            schema: schemaOf(route.body),
            ...(doc.body === undefined ? {} : { example: doc.body })
          }
        }
      }
    }),
    responses: responsesOf(route, schemaOf)
  }
}

/** The OpenAPI 3.1 document of a route table. */
export const openApi = (
  routes: ReadonlyArray<AnyRoute>,
  info: { readonly version: string; readonly serverUrl: string | null }
): Schema.Json => {
  const { schemaOf, schemas } = makeComponents()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, schemaOf, schemas) }
  }
  const used = new Set(routes.map(({ tag }) => tag))
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Vedette",
      version: info.version,
      summary: "Keeps questions about the web, looks for their answers, and tells you once.",
      description: apiGuide(info.serverUrl ?? DEFAULT_SERVER),
      license: { name: "MIT", identifier: "MIT" }
    },
    // Relative to where the document was read.
    servers: [{ url: info.serverUrl ?? "/" }],
    tags: Object.entries(tagDocs).filter(([name]) => used.has(name)).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key, `sk_…`, or a token of the configured issuer" }
      }
    }
  }
  return document as unknown as Schema.Json
}
