import { describe } from "@effect/vitest"
import { survivesDeaths } from "./survivesDeaths.ts"

describe("kill -9", () => survivesDeaths(1))
