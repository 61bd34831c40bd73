import { MemoryStorage } from "@vedette/storage-memory"
import { accountRoutesSuite } from "./accountRoutesSuite.ts"
import { channelRoutesSuite } from "./channelRoutesSuite.ts"
import { executionRoutesSuite } from "./executionRoutesSuite.ts"
import { hostileInputSuite } from "./hostileInputSuite.ts"
import { refusalsSuite } from "./refusalsSuite.ts"
import { sendRoutesSuite } from "./sendRoutesSuite.ts"
import { taskRoutesSuite } from "./taskRoutesSuite.ts"

for (const suite of [accountRoutesSuite, taskRoutesSuite, executionRoutesSuite, sendRoutesSuite, channelRoutesSuite, refusalsSuite, hostileInputSuite]) {
  suite("memory storage", MemoryStorage.layer)
}
