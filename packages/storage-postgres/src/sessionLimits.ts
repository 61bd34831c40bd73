/**
 * What the server bounds for every session of ours, so that a stuck lock or a worker that stopped in the middle of a
 * transaction holds up the others for a while and not for ever. Milliseconds.
 *
 * - `statement_timeout` 30,000: the longest statements (a reconciliation batch, the deletion of a task with all its runs)
 *   take a second or two on a loaded machine; a lease is 30 s too, and what took longer would be lost anyhow.
 * - `lock_timeout` 10,000: a transaction of ours takes well under a second. Waiting ten times is contention, and the
 *   transaction is run again; three runs stay within one `statement_timeout`.
 * - `idle_in_transaction_session_timeout` 60,000: nobody waits for the web inside a transaction. Beyond this the client
 *   is gone without having said so, and its locks are in everybody's way.
 */
export const sessionLimits = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000
}

/** As startup parameters: set with the connection, so that no statement runs without them. */
export const sessionParameters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(sessionLimits).map(([name, ms]) => [name, String(ms)])
)

/**
 * pg-boss's upkeep deletes old jobs in bulk and may take its time, but not for ever: ten statements' worth. What is cut is
 * begun again at its next turn.
 */
export const upkeepOptions: string = Object.entries({ ...sessionLimits, statement_timeout: 300_000 })
  .map(([name, ms]) => `-c ${name}=${ms}`).join(" ")

/** How long a connection may take to be made: a server that has not answered by then is down, or behind a firewall. */
export const CONNECT_WITHIN_MS = 5_000

/**
 * Silence after which the operating system asks whether the other side is still there (then once a second, ten times).
 * A connection whose peer vanished while we wait for an answer is thus known to be dead within 20 s.
 */
export const KEEP_ALIVE_AFTER_MS = 10_000
