import { describe } from "@effect/vitest"
import { deliveriesSurviveDeaths, survivesDeaths } from "./survivesDeaths.ts"

describe("kill -9", () => {
  survivesDeaths(1)
  deliveriesSurviveDeaths(3)
})
