import { MemoryStorage } from "@vedette/storage-memory"
import { executionRoutesSuite } from "./executionRoutesSuite.ts"
import { hostileInputSuite } from "./hostileInputSuite.ts"
import { refusalsSuite } from "./refusalsSuite.ts"
import { sendRoutesSuite } from "./sendRoutesSuite.ts"
import { taskRoutesSuite } from "./taskRoutesSuite.ts"

for (const suite of [taskRoutesSuite, executionRoutesSuite, sendRoutesSuite, refusalsSuite, hostileInputSuite]) {
  suite("memory storage", MemoryStorage.layer)
}
