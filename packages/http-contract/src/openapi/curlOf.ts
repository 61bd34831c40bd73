import type { AnyRoute } from "../route/Route.ts"
import type { OperationDoc } from "./operationDocs.ts"
import { parameterDocs } from "./parameterDocs.ts"

const inQuotes = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** An address of a route with the documented examples put in. */
export const exampleAddress = (route: AnyRoute, doc: OperationDoc): string => {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameterDocs[name]?.[1] ?? name)))
  const query = new URLSearchParams(doc.query).toString()
  return query === "" ? path : `${path}?${query}`
}

/** The command that makes the example request of an operation, for a shell in which `VEDETTE` and `KEY` are set. */
export const curlOf = (route: AnyRoute, doc: OperationDoc): string => {
  const lines = [
    `curl ${route.method === "GET" ? "" : `-X ${route.method} `}"$VEDETTE${exampleAddress(route, doc)}"`,
    ...(route.auth === "none" ? [] : ["-H \"Authorization: Bearer $KEY\""]),
    ...(doc.body === undefined ? [] : ["-H \"Content-Type: application/json\"", `-d ${inQuotes(JSON.stringify(doc.body))}`])
  ]
  return lines.join(" \\\n  ")
}
