import { seed } from "./SeedRow.ts"

/**
 * The five documents of the original's API, row by row. Where they disagree the newest counts, and the row says what holds.
 * Every test named here runs on the real server, in memory and on PostgreSQL.
 */
export const seeds = [
  seed("000", "Executions API", `
\`GET …/executions\` answers a bare array, newest first | executionRoutesSuite | executions are newest first, filtered by status, limited and linked
\`limit\`, 100 unless given | executionRoutesSuite | executions are newest first, filtered by status, limited and linked
the ten fields of an execution | executionRoutesSuite | execute answers a pending execution in the seeds' ten fields
\`result\` with evidence, confidence and sources; \`grounding_sources\` with uri and title | executionRoutesSuite | a completed execution carries what was found, and the task embeds it
\`result\` is there on every completed execution, met or not | executionRoutesSuite | every status is shown and filtered by; what is completed has a result, met or not
the six statuses | executionRoutesSuite | every status is shown and filtered by; what is completed has a result, met or not
\`notification\` only where the condition was met | executionRoutesSuite | task notifications are the executions that told; with page, the first generation's envelope
\`error_message\` tells why a run failed | executionRoutesSuite | a failed run's words are the owner's own; its raw cause is nobody's
\`cancelled\` by a run by hand that replaced a stuck one | executionRoutesSuite | a run whose lease ran out is stuck, and replaced without force
a public task's executions are anybody's to read | executionRoutesSuite | a public task's executions are read without a key, evidence and all; a wrong key is 401
a private task of somebody else is 404 | executionRoutesSuite | a stranger's private task has no executions
\`GET …/notifications\`: the same array, only where \`notification\` is not null | executionRoutesSuite | task notifications are the executions that told; with page, the first generation's envelope
404 \`{"detail":"Task not found"}\` | executionRoutesSuite | a stranger's private task has no executions
`),
  seed("001", "Tasks API", `
\`POST /api/v1/tasks\`: only \`search_query\` is needed; the defaults of name, condition and state | taskRoutesSuite | a query is enough: it is the condition, the task is active and looks in a minute
\`name\`, \`condition_description\`, \`state\`, \`notifications\` are kept | taskRoutesSuite | every field that is given is kept
\`run_immediately\` starts an execution | taskRoutesSuite | run_immediately is due now, and the execution is there
\`immediate_execution_error\`, in the answer of the create call | taskRoutesSuite | a query is enough: it is the condition, the task is active and looks in a minute
the fields of a task | taskRoutesSuite | a query is enough: it is the condition, the task is active and looks in a minute
\`GET /api/v1/tasks\` answers a bare array of the caller's own | taskRoutesSuite | the list is the caller's own, newest first, a bare array, counted
\`state\` filters it | publicRoutesSuite | the list's filters: text, tag, health and state, alone and together
\`GET …/{id}\`: the owner sees all | taskRoutesSuite | both channels are shown to the owner as they were checked, and in the flat fields
a public task is scrubbed for everybody else | taskRoutesSuite | a public task shows nothing of its owner
a private task of somebody else is 404 | taskRoutesSuite | somebody else's private task is 404 in the same words as none
\`last_execution\` is embedded | executionRoutesSuite | a completed execution carries what was found, and the task embeds it
\`PUT …/{id}\` changes the fields given | taskRoutesSuite | %s changes what is given and nothing else
transitions are checked | taskRoutesSuite | every transition of the table, and none beside it
400 \`{"detail":"Invalid state transition: paused -> completed"}\` | taskRoutesSuite | every transition of the table, and none beside it
a failed transition rolls the whole request back | taskRoutesSuite | %s: whatever of it is refused leaves every field as it was
\`DELETE …/{id}\` is 204 | taskRoutesSuite | deleting is 204, and then it is gone
\`POST …/execute\` answers the pending execution | executionRoutesSuite | execute answers a pending execution in the seeds' ten fields
it overrides a stuck execution | executionRoutesSuite | a run whose lease ran out is stuck, and replaced without force
409 where the task is running, unless forced | executionRoutesSuite | a run in progress is 409 with its id; force in %s replaces it
\`PATCH …/visibility\` answers \`{"is_public": true}\` | publicRoutesSuite | is answered as it was asked for, and setting it twice changes nothing
\`view_count\` | publicRoutesSuite | one per reader and day, by user or by browser; the owner's are none, and nor are lists and feeds
\`POST …/fork\`, the body optional: paused, private, query and condition copied, channels not | publicRoutesSuite | another's task: the question goes along and nothing else, with or without a body
a fork of one's own keeps its channels | publicRoutesSuite | one's own, private as it may be: channels go along, and nobody subscribed
the default name of a fork; 409 where all are taken | publicRoutesSuite | the default names are (Copy), (Copy 2), (Copy 3), and then 409
\`subscriber_count\` rises with another user's fork | publicRoutesSuite | another's task: the question goes along and nothing else, with or without a body
404 where the task is not public | publicRoutesSuite | another's private task, and none, are 404; a bad name is 422; without a key it is 401
an email and a webhook channel, the webhook with method and headers | taskRoutesSuite | both channels are shown to the owner as they were checked, and in the flat fields
at most one of each type; 400 \`{"detail":"Invalid notification: …"}\` | taskRoutesSuite | %s is 400
422 \`{"detail":[{"loc":["body","search_query"],"msg":"Field required","type":"missing"}]}\` | refusalsSuite | a missing field, in the seeds' words
404 \`{"detail":"Task not found"}\` | taskRoutesSuite | somebody else's private task is 404 in the same words as none
`),
  seed("002", "Notifications API, first generation", `
\`GET …/notifications\` with \`page\`: the envelope and its notification objects | executionRoutesSuite | task notifications are the executions that told; with page, the first generation's envelope
no notifications is an empty list and no error | executionRoutesSuite | a task that has told nobody has no notifications: an empty list, in both shapes, and no error
\`GET /api/v1/notifications\` over all tasks, newest first | inboxRoutesSuite | it is the first generation's page over all tasks, newest first, whatever channels told it
\`page\`, and \`limit\` 20, at most 100 | inboxRoutesSuite | it is paged, and filtered by task and time
mark as read, filter by date, archive old | inboxRoutesSuite | what is read, unread, archived and taken out again is found so, and counted
\`POST /api/v1/notifications/email/settings\`, mails at once or in a digest | emailRoutesSuite | the account's mail tells of a task without channels of its own, at once or in a digest
templates of one's own, HTML | emailRoutesSuite | alerts are worded by the account's template, escaped, and by the server again when it is gone
\`POST /api/v1/notifications/webhook/settings\` | channelRoutesSuite | what is left out, null or masked stays as it is
its \`secret\`; where the example's own words are too weak to sign with, one may bring \`whsec_\` and base64, and leave it out to be given one | channelRoutesSuite | an owner may bring a secret; the former one is good for 24 hours beside it
the webhook really tells, signed | channelRoutesSuite | the default webhook really tells, and its deliveries are listed in the original's words
404 \`{"detail":"Task not found"}\` | executionRoutesSuite | a stranger's private task has no executions
401 \`{"detail":"Invalid API key"}\` | refusalsSuite | an %s key is 401, even where none is needed
401 \`{"detail":"Authorization header missing"}\` | refusalsSuite | no header is 401 in the seeds' words, with a challenge
`),
  seed("003", "Notifications API", `
\`GET /api/v1/notifications/sends\`: one row a delivery, in the nine fields | sendRoutesSuite | what is owed is shown at once, newest first, in the seed's nine fields and ours
\`notification_type\` and \`task_id\` filter; \`limit\` 50, \`offset\` 0, \`total\` | sendRoutesSuite | it is filtered by channel and by task, and paged; the total is of all that was asked for
\`status\` and \`error_message\` tell what became of it | sendRoutesSuite | a try that failed shows why and when the next is; one that is over shows when, and no next
both channels are in it | sendRoutesSuite | it is filtered by channel and by task, and paged; the total is of all that was asked for
it is the caller's own | sendRoutesSuite | it is the owner's alone
\`GET …/notifications\` of a task: executions where the condition was met | executionRoutesSuite | task notifications are the executions that told; with page, the first generation's envelope
`),
  seed("004", "Executions API, of watches", `
the same routes under the same names as 000 | executionRoutesSuite | executions are newest first, filtered by status, limited and linked
\`result\` on every completed execution, met or not | executionRoutesSuite | every status is shown and filtered by; what is completed has a result, met or not
\`notification\` is what was delivered, only where the condition was met | executionRoutesSuite | task notifications are the executions that told; with page, the first generation's envelope
a failed run is told in words; a retry is not | executionRoutesSuite | a failed run's words are the owner's own; its raw cause is nobody's
\`cancelled\` never changes again | executionRoutesSuite | a cancelled execution never changes again, whatever its worker comes to
a public watch without a key; a private one 404 | executionRoutesSuite | a public task's executions are read without a key, evidence and all; a wrong key is 401
`)
]
