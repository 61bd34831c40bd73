import * as PgClient from "@effect/sql-pg/PgClient"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"
import { migrate, PostgresStorage } from "../src/index.ts"
import { checksumOf } from "../src/schema/Migration.ts"
import { migrationList } from "../src/schema/migrationList.ts"

/** Named after what it holds, so that an edited migration is never tested on an old template. */
export const template = {
  name: `vedette_${migrationList.map((migration) => checksumOf(migration).slice(0, 8)).join("_")}`,
  prepare: (url: string) => Effect.asVoid(migrate({ url: Redacted.make(url) }))
}

/** A migrated database of one's own, the storage on it, a client to look behind it, and ids. */
export const testStorage = Layer.unwrap(Effect.map(
  freshDatabase({ template }),
  ({ url }) =>
    Layer.mergeAll(
      PostgresStorage.layer({ url: Redacted.make(url), supervise: false }),
      PgClient.layer({ url: Redacted.make(url), maxConnections: 4 }),
      SecureRandom.layerWebCrypto
    )
))
