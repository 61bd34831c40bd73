import { searchScenarioSuite } from "@vedette/testkit/search"
import { WebPageReader } from "@vedette/web-reader"
import * as Layer from "effect/Layer"
import { PageSearch } from "../src/index.ts"

searchScenarioSuite("web", { layer: () => PageSearch.layer.pipe(Layer.provide(WebPageReader.layer())), model: null })
