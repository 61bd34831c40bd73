import { realTime, workQueueContract } from "@vedette/testkit/work-queue"
import * as Layer from "effect/Layer"
import { contractUnit } from "./contractUnit.ts"
import { testStorage } from "./testStorage.ts"

workQueueContract("postgres", Layer.merge(testStorage, realTime(contractUnit)))
