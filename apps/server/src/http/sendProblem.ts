import { type CatalogueEntry, errorCatalogue, type Violation } from "@vedette/http-contract"
import type { FastifyReply, FastifyRequest } from "fastify"
import { STATUS_CODES } from "node:http"
import { prefersProblem } from "./prefersProblem.ts"
import { type Problem, type PublicError, problems } from "./problem.ts"

const catalogue: Readonly<Record<PublicError["_tag"], CatalogueEntry>> = errorCatalogue

const inOneLine = (violations: ReadonlyArray<Violation>): string =>
  violations.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join("; ")

/** RFC 9457. `about:blank`: the title is the status's own phrase and `code` tells the errors of one status apart. */
const problemJson = ({ code, status }: CatalogueEntry, { detail, errors, extra }: Problem, instance: string) => ({
  type: "about:blank",
  title: STATUS_CODES[status] ?? "Error",
  status,
  detail: typeof detail === "string" ? detail : inOneLine(detail),
  code,
  instance,
  ...(typeof detail === "string" ? errors === undefined ? {} : { errors } : { errors: detail }),
  ...extra
})

const plainJson = ({ code }: CatalogueEntry, { detail, extra }: Problem) =>
  typeof detail === "string" ? { detail, code, ...extra } : { detail }

/** Answers an error, in the form its reader accepts. */
export const sendProblem = (request: FastifyRequest, reply: FastifyReply, error: PublicError): FastifyReply => {
  const entry = catalogue[error._tag]
  // The table's row and the error have the same tag; only the compiler cannot pair them.
  const say = problems[error._tag] as (error: PublicError) => Problem
  const problem = say(error)
  const asProblem = prefersProblem(request.headers.accept ?? "")
  const body = asProblem ? problemJson(entry, problem, `urn:request:${request.id}`) : plainJson(entry, problem)
  return reply
    .code(entry.status)
    .headers({ "cache-control": "no-store", ...problem.headers })
    .type(asProblem ? "application/problem+json; charset=utf-8" : "application/json; charset=utf-8")
    .send(JSON.stringify(body))
}
