import { accountRoutesSuite } from "./accountRoutesSuite.ts"
import { channelRoutesSuite } from "./channelRoutesSuite.ts"
import { emailRoutesSuite } from "./emailRoutesSuite.ts"
import { everyRouteSuite } from "./everyRouteSuite.ts"
import { executionRoutesSuite } from "./executionRoutesSuite.ts"
import { feedRoutesSuite } from "./feedRoutesSuite.ts"
import { hostileInputSuite } from "./hostileInputSuite.ts"
import { inboxRoutesSuite } from "./inboxRoutesSuite.ts"
import { previewRoutesSuite } from "./previewRoutesSuite.ts"
import { plantedSecretsSuite } from "./plantedSecretsSuite.ts"
import { publicRoutesSuite } from "./publicRoutesSuite.ts"
import { refusalsSuite } from "./refusalsSuite.ts"
import { requestRulesSuite } from "./requestRulesSuite.ts"
import { sendRoutesSuite } from "./sendRoutesSuite.ts"
import { taskRoutesSuite } from "./taskRoutesSuite.ts"

/** Every suite of the routes, for each storage. */
export const routeSuites = [
  accountRoutesSuite,
  taskRoutesSuite,
  executionRoutesSuite,
  sendRoutesSuite,
  channelRoutesSuite,
  inboxRoutesSuite,
  emailRoutesSuite,
  refusalsSuite,
  requestRulesSuite,
  hostileInputSuite,
  publicRoutesSuite,
  previewRoutesSuite,
  feedRoutesSuite,
  plantedSecretsSuite,
  everyRouteSuite
]
