import * as Effect from "effect/Effect"
import pg from "pg"
import type { Installation } from "./installation.ts"

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const oneOf = <A>(all: ReadonlyArray<A>, random: () => number): A | undefined => all[Math.floor(random() * all.length)]

/** More than PostgreSQL has by default (100). */
const MORE_THAN_ALL = 110

/** As many connections as the database gives; the others are refused. */
const takeConnections = async (url: string): Promise<ReadonlyArray<pg.Client>> => {
  const clients = Array.from({ length: MORE_THAN_ALL }, () => new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 }))
  // Unheard, a connection that is cut would end the test.
  for (const client of clients) client.on("error", () => undefined)
  await Promise.allSettled(clients.map((client) => client.connect()))
  return clients
}

/** What is done to an installation. Each leaves it whole again, or on the way there. */
export const faults: ReadonlyArray<{
  readonly name: string
  /** How often, against the others: what takes long comes seldom. */
  readonly weight: number
  readonly commit: (of: Installation, random: () => number, leaseMs: number) => Effect.Effect<void, unknown>
}> = [
  {
    name: "a worker is killed, another started",
    weight: 6,
    commit: (of, random) =>
      Effect.gen(function*() {
        const victim = oneOf(of.workers(), random)
        if (victim !== undefined) yield* of.killWorker(victim)
        yield* of.startWorker
      })
  },
  {
    name: "a worker is stopped in its tracks beyond its lease, and goes on",
    weight: 4,
    commit: (of, random, leaseMs) =>
      Effect.gen(function*() {
        const victim = oneOf(of.workers(), random)
        if (victim === undefined) return
        yield* victim.kill("SIGSTOP")
        yield* Effect.sleep(leaseMs * (1 + random()))
        yield* victim.kill("SIGCONT")
      })
  },
  {
    name: "every connection to the database is cut",
    weight: 5,
    commit: (of) =>
      of.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
      )
  },
  {
    name: "the database restarts",
    weight: 2,
    commit: (of) => of.restartDatabase("SIGINT")
  },
  {
    name: "the database is killed and recovers",
    weight: 1,
    commit: (of) => of.restartDatabase("SIGKILL")
  },
  {
    name: "somebody takes every connection that the database has left",
    weight: 2,
    commit: (of, random) =>
      Effect.acquireUseRelease(
        Effect.promise(() => takeConnections(of.url)),
        () => Effect.sleep(500 + 1_500 * random()),
        (taken) => Effect.promise(() => Promise.allSettled(taken.map((client) => client.end())))
      )
  },
  { name: "the server is killed and started again", weight: 1, commit: (of) => of.restartServer }
]

/** `count` faults by their weights, in any order; where there is room for it each of them at least once. */
export const drawFaults = (count: number, random: () => number): ReadonlyArray<(typeof faults)[number]> => {
  const total = faults.reduce((sum, { weight }) => sum + weight, 0)
  const byWeight = () => {
    let left = random() * total
    return faults.find(({ weight }) => (left -= weight) < 0) ?? faults[0]!
  }
  const drawn = Array.from({ length: count }, (_, i) => count >= faults.length ? faults[i] ?? byWeight() : byWeight())
  for (let i = drawn.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [one, other] = [drawn[i]!, drawn[j]!]
    drawn[i] = other
    drawn[j] = one
  }
  return drawn
}
