import * as JsonSchema from "effect/JsonSchema"
import * as Schema from "effect/Schema"
import { ErrorBody, ProblemBody, ValidationErrorBody } from "./error/ErrorBody.ts"
import { errorCatalogue, type ErrorTag } from "./error/errorCatalogue.ts"
import type { AnyRoute, Wire } from "./route/Route.ts"

type Json = JsonSchema.JsonSchema

/** Collects the schemas of a document: named ones once, under `components`, and referred to from everywhere else. */
const makeComponents = () => {
  const schemas: Record<string, Json> = {}
  const schemaOf = (schema: Schema.Constraint): Json => {
    const document = Schema.toJsonSchemaDocument(schema)
    const converted = JsonSchema.toMultiDocumentOpenApi3_1({
      dialect: document.dialect,
      schemas: [document.schema],
      definitions: document.definitions
    })
    Object.assign(schemas, converted.definitions)
    return converted.schemas[0]
  }
  return { schemas, schemaOf }
}

type SchemaOf = (schema: Schema.Constraint) => Json

/** The schema an object schema stands for: the thing itself, or the component it refers to. */
const resolved = (schema: Json, components: Record<string, Json>): Json => {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined
  return name === undefined ? schema : components[name] ?? schema
}

const parametersOf = (where: "path" | "query", part: Wire<unknown>, schemaOf: SchemaOf, components: Record<string, Json>) => {
  // What a parameter means, not how it is spelled: `limit` is an integer, though it travels as text.
  const object = resolved(schemaOf(Schema.toType(part)), components)
  const required = new Set(Array.isArray(object.required) ? object.required : [])
  return Object.entries((object.properties ?? {}) as Record<string, Json>).map(([name, schema]) => ({
    name,
    in: where,
    required: where === "path" || required.has(name),
    schema
  }))
}

const errorResponses = (tags: ReadonlyArray<ErrorTag>, schemaOf: SchemaOf) => {
  const byStatus = Map.groupBy(new Set(tags), (tag) => errorCatalogue[tag].status)
  return Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(([status, same]) => [String(status), {
    description: same.map((tag) => `\`${errorCatalogue[tag].code}\`: ${errorCatalogue[tag].summary}`).join(". "),
    content: {
      "application/json": { schema: schemaOf(status === 422 ? ValidationErrorBody : ErrorBody) },
      "application/problem+json": { schema: schemaOf(ProblemBody) }
    }
  }]))
}

/** What no row of the table can name, because no route of it was asked. */
const otherResponse = (schemaOf: SchemaOf) => ({
  description: "Any other refusal, of the address (404, or 405 with the methods it knows under Allow) or of the request as " +
    "HTTP (400), and a defect of the server (500)",
  content: {
    "application/json": { schema: schemaOf(ErrorBody) },
    "application/problem+json": { schema: schemaOf(ProblemBody) }
  }
})

const security = { required: [{ bearer: [] }], optional: [{ bearer: [] }, {}], none: [] } as const

const operationOf = (route: AnyRoute, schemaOf: SchemaOf, components: Record<string, Json>) => ({
  operationId: route.id,
  summary: route.summary,
  ...(route.description === undefined ? {} : { description: route.description }),
  tags: [route.tag],
  security: security[route.auth],
  parameters: [
    ...parametersOf("path", route.params, schemaOf, components),
    ...parametersOf("query", route.query, schemaOf, components)
  ],
  ...(route.body === null ? {} : {
    requestBody: {
      required: !route.bodyOptional,
      content: { "application/json": { schema: schemaOf(route.body) } }
    }
  }),
  responses: {
    [String(route.success.status)]: {
      description: route.success.description,
      ...(route.success.body === null ? {} : {
        content: { [route.success.mediaType ?? "application/json"]: { schema: schemaOf(route.success.body) } }
      })
    },
    ...(route.conditional && route.method === "GET" ? { "304": { description: "Unchanged since If-None-Match" } } : {}),
    ...errorResponses(route.errors, schemaOf),
    default: otherResponse(schemaOf)
  }
})

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
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Vedette",
      version: info.version,
      description: "Keeps questions about the web, looks for their answers, and tells you once."
    },
    ...(info.serverUrl === null ? {} : { servers: [{ url: info.serverUrl }] }),
    paths,
    components: {
      schemas,
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: "An API key: `Bearer sk_…`" } }
    }
  }
  return document as unknown as Schema.Json
}
