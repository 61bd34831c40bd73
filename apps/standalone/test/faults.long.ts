import { assert, describe, it } from "@effect/vitest"
import { examineStore } from "@vedette/domain"
import { PostgresStorage } from "@vedette/storage-postgres"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"
import { listen } from "../src/demo/listen.ts"
import { openReceiver } from "../src/demo/WebhookReceiver.ts"
import { eventually } from "./support/client.ts"
import { drawFaults, seeded } from "./support/faults.ts"
import { openInstallation } from "./support/installation.ts"

// As many faults as FAULTS says (50), drawn and timed by FAULT_SEED (printed); 200 before a release.
const FAULTS = Number(process.env["FAULTS"] ?? 50)
const SEED = Number(process.env["FAULT_SEED"] ?? Date.now() % 1_000_000)

/** Short, so that a worker that stands still is missed while the test lasts. */
const LEASE_MS = 2_000

class NotCommitted extends Data.TaggedError("NotCommitted")<{ readonly message: string; readonly cause: unknown }> {}

const inStock = "<html><title>Lamp</title><body><p>This lamp is available again: tickets on sale now.</p></body></html>"

describe(`faults of real processes (FAULT_SEED=${SEED} FAULTS=${FAULTS})`, () => {
  it.live("whatever dies, stalls or restarts: every task is judged, and its owner is told once", () =>
    Effect.gen(function*() {
      const random = seeded(SEED)
      const history: Array<string> = []
      // A page takes its time, so that faults meet runs in the middle.
      const page = yield* listen((_, response) => {
        setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(inStock), 2_000 * random())
      })
      const receiver = yield* openReceiver
      const installation = yield* openInstallation({
        workers: 3,
        settings: { VEDETTE_LEASE: `${LEASE_MS}ms`, VEDETTE_CONCURRENCY: "3" }
      })
      const { api, ask } = installation

      const ids: Array<string> = []
      const createTask = Effect.gen(function*() {
        const created = yield* api.call("POST", "/api/v1/tasks", {
          name: `lamp ${ids.length}`,
          search_query: "the lamp",
          sources: [`${page}/${ids.length}`],
          condition_description: "the page says \"tickets on sale\"",
          notifications: [{ type: "webhook", url: receiver.url }],
          run_immediately: true
        })
        if (created.status < 300) ids.push(created.body.id)
      })
      for (const [n, fault] of drawFaults(FAULTS, random).entries()) {
        // The server may be away for a moment; then there is one task less.
        yield* Effect.timeoutOption(Effect.ignore(Effect.catchDefect(createTask, Effect.fail)), "5 seconds")
        history.push(fault.name)
        yield* fault.commit(installation, random, LEASE_MS).pipe(
          Effect.timeout("60 seconds"),
          Effect.mapError((cause) => new NotCommitted({ message: `Fault ${n} (${fault.name}) could not be committed`, cause }))
        )
        yield* Effect.sleep(1_000 * random())
      }
      assert.isAtLeast(ids.length, FAULTS / 2, "most tasks could be created")

      const story = () => `seed ${SEED}: ${history.map((name, i) => `${i}. ${name}`).join("; ")}`
      const open = ask<{ id: string; state: string; due: number }>(
        `SELECT id, state, extract(epoch FROM due_at - now())::float8 AS due FROM vedette.tasks WHERE id = ANY($1::uuid[]) AND state <> 'completed'`,
        ids
      )
      yield* eventually(
        Effect.tap(open, (left) =>
          // One that has cost six workers was given up, and is looked at again in an hour: sooner, for this test.
          Effect.forEach(left.filter(({ due }) => due > 60), ({ id }) =>
            Effect.ignore(Effect.catchDefect(api.call("POST", `/api/v1/tasks/${id}/execute`), Effect.fail)))),
        (left) => left.length === 0,
        `every task to be judged and told (${story()})`
      )
      yield* eventually(
        ask<{ status: string }>("SELECT status FROM vedette.deliveries WHERE task_id = ANY($1::uuid[]) AND status = 'pending'", ids),
        (left) => left.length === 0,
        `every delivery to end (${story()})`
      )

      // Told once: one event for each task, and however often it came, under one id.
      const received = yield* Queue.takeAll(receiver.received)
      const told = new Map<string, Set<string>>()
      for (const { body, headers } of received) {
        const { event, task_id: task }: { readonly event: string; readonly task_id: string } = JSON.parse(body)
        if (event !== "condition_met") continue
        told.set(task, (told.get(task) ?? new Set()).add(String(headers["webhook-id"])))
      }
      for (const id of ids) assert.strictEqual(told.get(id)?.size, 1, `${id} was told once (${story()})`)
      const successes = yield* ask<{ task_id: string; count: number }>(
        "SELECT task_id, count(*)::int AS count FROM vedette.executions WHERE status = 'success' AND task_id = ANY($1::uuid[]) GROUP BY task_id",
        ids
      )
      assert.isTrue(successes.every(({ count }) => count === 1), `no run was judged twice (${story()})`)

      // And the store is sound.
      const { findings } = yield* examineStore({ fix: false }).pipe(
        Effect.provide(Layer.mergeAll(
          PostgresStorage.layer({ url: Redacted.make(installation.url), supervise: false }),
          RecordingNotifier.layer(),
          SecureRandom.layerWebCrypto
        ))
      )
      assert.deepStrictEqual(findings, [], story())
    }).pipe(Effect.scoped), 1_500_000)
})
