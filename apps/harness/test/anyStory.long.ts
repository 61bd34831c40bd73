import { describe } from "@effect/vitest"
import { breaksNoPromise } from "./breaksNoPromise.ts"

describe("any story", () => breaksNoPromise(4, 150))
