/**
 * What holds for every operation, for somebody who has a shell and nothing else.
 *
 * @param server where clients reach it
 */
export const apiGuide = (server: string): string => `## Begin

\`\`\`sh
export VEDETTE=${server}
export KEY=$(cat .vedette/api-key)

curl "$VEDETTE/api/v1/tasks" -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
  -d '{"search_query": "https://example.com", "condition_description": "the page changes", "run_immediately": true}'
curl "$VEDETTE/api/v1/tasks" -H "Authorization: Bearer $KEY"
\`\`\`

Every operation below has its own command.

## What holds for all of them

| | |
|---|---|
| Who asks | \`Authorization: Bearer sk_…\`, or a token of the configured issuer. A key has scopes: \`read\` for every GET, \`write\` for the others, \`admin\` for both and for keys. Public reads need none; a wrong one is 401 even there |
| Addresses | with and without a slash at the end the same. \`HEAD\` wherever there is \`GET\` |
| Bodies | JSON in UTF-8, at most 256 kB. Unknown fields are ignored |
| Times | ISO 8601 in UTC: \`2026-11-26T09:00:00.000Z\` |
| Errors | \`{"detail": "…", "code": "task_not_found"}\`; switch on \`code\`. A 422 lists all that is wrong: \`{"detail": [{"loc", "msg", "type"}]}\`. With \`Accept: application/problem+json\` the same as RFC 9457 |
| Hidden | what is somebody else's is 404, as if it were not there |
| Pages | bare arrays; the next page is in \`Link: <…>; rel="next"\`, the total in \`X-Total-Count\` |
| Said twice | \`Idempotency-Key: anything-unique\` on a POST: sent again within 24 hours it is done once and answered as before (\`Idempotent-Replayed: true\`), without secrets. On another request the key is 422; while the first is under way 409. A refusal is not kept: correct it and use the key again |
| Changed meanwhile | \`ETag\` on single resources. \`If-None-Match\` answers 304; \`If-Match\` on PUT and PATCH answers 412 where it was changed since |
| Limits | requests a minute, told in \`RateLimit\` and \`RateLimit-Policy\`; beyond them 429 with \`Retry-After\` |
| A question | every answer has an \`X-Request-Id\`; the server's log has it too |
`

/** The groups of operations, in the order a newcomer meets them. */
export const tagDocs: Readonly<Record<string, string>> = {
  tasks: "What you want to know, and when to be told.",
  executions: "One look at the web for a task: what was found, and why it did or did not tell you.",
  notifications: "What you were told, what was owed to you, and by which channels.",
  webhooks: "The account's default webhook, under the names that clients of earlier generations know.",
  email: "Addresses that mail may be sent to.",
  public: "Tasks that their owners show to everybody. No key needed.",
  feeds: "Alerts for feed readers.",
  accounts: "Who you are, and your keys.",
  system: "The server itself. No key needed."
}
