import { describe } from "@effect/vitest"
import { breaksNoPromise } from "./breaksNoPromise.ts"

// A few with every run of the tests, at a second or two each; many more with `npm run test:long`.
describe("any story", () => breaksNoPromise(1, 3))
