import type { PublicTaskQuery, TaskQuery } from "@vedette/domain"
import type { Database } from "../Database.ts"

/** `position` and not `LIKE`: what is looked for has no wildcards. */
const saying = ({ sql }: Database["Service"], q: string | null | undefined) =>
  q == null ? [] : [sql`(
    position(lower(${q}) IN lower(t.name)) > 0 OR position(lower(${q}) IN lower(t.search_query)) > 0
    OR position(lower(${q}) IN lower(t.condition_description)) > 0)`]

/** The `WHERE` of an owner's list, for `sql.and`. */
export const ownedTasks = (database: Database["Service"], query: TaskQuery) => {
  const { sql } = database
  return [
    sql`t.user_id = ${query.userId}`,
    ...(query.state === null ? [] : [sql`t.state = ${query.state}`]),
    ...saying(database, query.q),
    ...(query.tag == null ? [] : [sql`${query.tag} = ANY(t.tags)`]),
    ...(query.health == null ? [] : [sql`t.health ->> 'status' = ${query.health}`])
  ]
}

/** The `WHERE` of the public list. */
export const publicTasks = (database: Database["Service"], query: PublicTaskQuery) => [
  database.sql`t.is_public`,
  ...saying(database, query.q)
]
