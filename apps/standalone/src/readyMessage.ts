import type { Standalone } from "./startStandalone.ts"

/** What somebody who has just started Vedette needs to know next. */
export const readyMessage = (standalone: Standalone): string => {
  const key = standalone.apiKeyPath === null ? "$VEDETTE_API_KEY" : `$(cat ${standalone.apiKeyPath})`
  const moved = standalone.database?.relocatedFrom ?? null
  return [
    "",
    `Vedette is ready on ${standalone.url}`,
    "",
    `  API key    ${standalone.noAuth ? "none is asked for" : standalone.apiKeyPath ?? "the one in VEDETTE_API_KEY"}`,
    `  Reference  ${standalone.url}/docs`,
    ...(standalone.database === null ? [] : [`  Database   ${standalone.database.dataDir} (embedded PostgreSQL)`]),
    ...(moved === null ? [] : [`             PostgreSQL's user cannot reach ${moved}, so the database is here instead.`]),
    "",
    "  Ask something:",
    "",
    `    curl ${standalone.url}/api/v1/tasks \\`,
    `      ${standalone.noAuth ? "" : `-H "Authorization: Bearer ${key}" `}-H "Content-Type: application/json" \\`,
    `      -d '{"search_query":"https://example.com","condition_description":"the page changes","run_immediately":true}'`,
    ""
  ].join("\n")
}
