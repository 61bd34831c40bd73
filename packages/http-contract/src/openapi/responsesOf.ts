import { ErrorBody, ProblemBody, ValidationErrorBody } from "../error/ErrorBody.ts"
import { errorCatalogue, type ErrorTag } from "../error/errorCatalogue.ts"
import type { AnyRoute } from "../route/Route.ts"
import type { SchemaOf } from "./components.ts"
import { answerHeaders, refusalHeaders } from "./headerDocs.ts"

const exampleOf = (tag: ErrorTag) => ({ value: { detail: errorCatalogue[tag].summary, code: errorCatalogue[tag].code } })

const errorResponses = (tags: ReadonlyArray<ErrorTag>, schemaOf: SchemaOf) => {
  const byStatus = Map.groupBy(new Set(tags), (tag) => errorCatalogue[tag].status)
  return Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(([status, same]) => {
    const headers = refusalHeaders(status)
    return [String(status), {
      description: same.map((tag) => `\`${errorCatalogue[tag].code}\`: ${errorCatalogue[tag].summary}`).join(". "),
      ...(headers === undefined ? {} : { headers }),
      content: {
        "application/json": status === 422
          ? { schema: schemaOf(ValidationErrorBody) }
          : { schema: schemaOf(ErrorBody), examples: Object.fromEntries(same.map((tag) => [errorCatalogue[tag].code, exampleOf(tag)])) },
        "application/problem+json": { schema: schemaOf(ProblemBody) }
      }
    }]
  }))
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

/** Everything a route can answer. */
export const responsesOf = (route: AnyRoute, schemaOf: SchemaOf) => {
  const { body, description, mediaType = "application/json", status } = route.success
  return {
    [String(status)]: {
      description,
      headers: answerHeaders(route),
      ...(body === null ? {} : { content: { [mediaType]: { schema: schemaOf(body) } } })
    },
    ...(route.conditional && route.method === "GET" ? { "304": { description: "Unchanged since If-None-Match" } } : {}),
    ...errorResponses(route.errors, schemaOf),
    default: otherResponse(schemaOf)
  }
}
