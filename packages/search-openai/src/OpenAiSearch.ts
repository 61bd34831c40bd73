import { type HttpFetch, type PageReader, pipelineSearch, type Retriever, Search, type WebSearch } from "@vedette/domain"
import * as Layer from "effect/Layer"
import { ChatEvaluator } from "./ChatEvaluator.ts"
import { ChatModel } from "./ChatModel.ts"
import { ChatPlanner } from "./ChatPlanner.ts"
import type { OpenAiOptions } from "./OpenAiOptions.ts"

/**
 * `Search` by any OpenAI-compatible model: the domain's `pipelineSearch` with a planner and an evaluator on one chat endpoint.
 *
 * `HttpFetch` is the client for the model alone; where the model is on this machine or network, give it one with the model's origin
 * among its `operatorOrigins`.
 */
const layer = (options: OpenAiOptions): Layer.Layer<Search | ChatModel, never, HttpFetch | WebSearch | PageReader | Retriever> =>
  Layer.effect(Search, pipelineSearch).pipe(
    Layer.provide([ChatPlanner.layer, ChatEvaluator.layer]),
    Layer.provideMerge(ChatModel.layer(options))
  )

export const OpenAiSearch = { layer }
