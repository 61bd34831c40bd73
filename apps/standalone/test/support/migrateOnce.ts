import { migrate } from "@vedette/storage-postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

// One start of many: brings the database in DATABASE_URL up to date, and says what it applied.

Effect.runPromise(migrate({ url: Redacted.make(process.env["DATABASE_URL"] ?? "") })).then(
  ({ applied }) => console.log(JSON.stringify(applied)),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  }
)
