import { MemoryStorage } from "@vedette/storage-memory"
import { accountRoutesSuite } from "./accountRoutesSuite.ts"
import { executionRoutesSuite } from "./executionRoutesSuite.ts"
import { hostileInputSuite } from "./hostileInputSuite.ts"
import { refusalsSuite } from "./refusalsSuite.ts"
import { sendRoutesSuite } from "./sendRoutesSuite.ts"
import { taskRoutesSuite } from "./taskRoutesSuite.ts"

for (const suite of [accountRoutesSuite, taskRoutesSuite, executionRoutesSuite, sendRoutesSuite, refusalsSuite, hostileInputSuite]) {
  suite("memory storage", MemoryStorage.layer)
}
