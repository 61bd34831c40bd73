import { quotesSuite } from "./quotesSuite.ts"

quotesSuite(20_000)
