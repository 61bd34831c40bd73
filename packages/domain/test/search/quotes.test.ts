import { quotesSuite } from "./quotesSuite.ts"

quotesSuite(300)
