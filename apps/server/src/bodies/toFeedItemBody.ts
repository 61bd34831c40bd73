import type { ToldExecution } from "@vedette/domain"
import type { FeedItemBody } from "@vedette/http-contract"
import { toExecutionBody } from "./toExecutionBody.ts"

export const toFeedItemBody = ({ audience, execution, task }: ToldExecution): FeedItemBody => ({
  ...toExecutionBody(execution, audience),
  task_name: task.name,
  task_search_query: task.searchQuery,
  task_is_public: task.isPublic,
  ...(audience === "owner" ? { task_user_id: task.userId } : {})
})
