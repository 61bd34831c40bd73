import { describe } from "@effect/vitest"
import { deliveriesSurviveDeaths, survivesDeaths } from "./survivesDeaths.ts"

// A sixth of the deaths with every run of the tests; all of them with `npm run test:long`.
describe("kill -9", () => {
  survivesDeaths(6)
  deliveriesSurviveDeaths(40)
})
