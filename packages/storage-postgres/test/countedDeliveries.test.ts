import { assert, layer } from "@effect/vitest"
import * as PgClient from "@effect/sql-pg/PgClient"
import { ChannelKind, DeliveryId, UserId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { databaseOf } from "../src/Database.ts"
import { countedDeliveries } from "../src/outbox/countedDeliveries.ts"
import { testStorage } from "./testStorage.ts"

const email = ChannelKind.make("email")
const due = [{
  id: DeliveryId.make("019a0000-0000-7000-8000-0000000000d1"),
  userId: UserId.make("019a0000-0000-7000-8000-000000000007"),
  address: "a7@example.com"
}]

layer(testStorage, { excludeTestServices: true })("counting what was sent", (it) => {
  it.effect("looks up those who are due and does not read the whole history", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`ALTER TABLE vedette.deliveries DISABLE TRIGGER ALL`
      yield* sql`
        INSERT INTO vedette.deliveries
          (id, notification_id, user_id, task_id, execution_id, event, kind, target, address, status, attempts, fence, created_at, completed_at)
        SELECT gen_random_uuid(), gen_random_uuid(), ('019a0000-0000-7000-8000-' || lpad((n % 1000)::text, 12, '0'))::uuid,
          gen_random_uuid(), gen_random_uuid(), 'condition_met', 'email', '{}', 'a' || n % 1000 || '@example.com', 'sent', 1, 1, now(),
          now() - n * interval '1 second'
        FROM generate_series(1, 20000) n`
      yield* sql`ANALYZE vedette.deliveries`
      const counting = countedDeliveries(databaseOf(sql, "vedette"), email, due, 30 * 86_400_000)
      assert.lengthOf(yield* counting, 20)
      const plan = yield* sql<{ readonly "QUERY PLAN": string }>`EXPLAIN ${counting}`
      const text = plan.map((line) => line["QUERY PLAN"]).join("\n")
      assert.notInclude(text, "Seq Scan")
      // By the address itself, and not all of the kind with the address as a filter.
      assert.match(text, /deliveries_sent_to[^\n]*\n\s*Index Cond:[^\n]*address = ANY/)
      assert.match(text, /deliveries_(?:sent_for|user)[^\n]*\n\s*Index Cond:[^\n]*user_id = ANY/)
    }))
})
