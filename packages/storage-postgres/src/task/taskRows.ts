import { Task } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { assignments, columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import type { Database } from "../Database.ts"
import { decodeRows } from "../decodeRows.ts"
import { taskColumns } from "./taskColumns.ts"

const encodeTask = Schema.encodeSync(Schema.toCodecJson(Task))
export const decodeTasks = decodeRows(Task, "tasks")

export const selectTask = selectList(taskColumns, "t")

/** `due_at` is the queue's: a task begins without an intent. */
export const insertTask = ({ json, sql, table, text }: Database["Service"], task: Task) =>
  sql`
    INSERT INTO ${table("tasks")} (${text(columnList(taskColumns, ["dueAt"]))})
    SELECT ${text(fieldList(taskColumns, "r", ["dueAt"]))}
    FROM jsonb_to_record(${json(encodeTask(task))}) AS r(${text(recordDefinition(taskColumns))})`

/** No row answered: the stored version is another one, or the task is gone. */
export const updateTask = ({ json, sql, table, text }: Database["Service"], task: Task) =>
  sql`
    UPDATE ${table("tasks")} t
    SET ${text(assignments(taskColumns, "r", ["id", "userId", "createdAt", "dueAt", "version"]))}, version = t.version + 1
    FROM jsonb_to_record(${json(encodeTask(task))}) AS r(${text(recordDefinition(taskColumns))})
    WHERE t.id = r.id AND t.version = r.version
    RETURNING ${text(selectTask)}`
