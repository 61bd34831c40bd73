import { Task } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { assignments, columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import type { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { taskColumns } from "./taskColumns.ts"

const encodeTask = Schema.encodeSync(Schema.toCodecJson(Task))
const encodeTasks = Schema.encodeSync(Schema.toCodecJson(Schema.Array(Task)))
/** One task, or `CorruptRow`. */
export const decodeTask = decodeRows(Task, "tasks")
/** The readable ones of many. */
export const decodeTasks = decodeReadable(Task, "tasks")

export const selectTask = selectList(taskColumns, "t")

/**
 * What a save leaves as it is: who the row is about, the queue's intent, and the counters, which readers raise without
 * touching the version, so that a copy always knows an old number.
 */
const unsaved = ["id", "userId", "createdAt", "dueAt", "viewCount", "subscriberCount", "version"]
const saved = assignments(taskColumns, "r", unsaved)

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
    SET ${text(saved)}, version = t.version + 1
    FROM jsonb_to_record(${json(encodeTask(task))}) AS r(${text(recordDefinition(taskColumns))})
    WHERE t.id = r.id AND t.version = r.version
    RETURNING ${text(selectTask)}`

/**
 * All of them, or (fewer rows answered than given) none: the rows are locked first, in the order of their ids, and
 * counted, so that a stale copy among them lets nothing be written.
 */
export const updateTasks = ({ json, sql, table, text }: Database["Service"], tasks: ReadonlyArray<Task>) =>
  sql`
    WITH r AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${json(encodeTasks(tasks))}) AS r(${text(recordDefinition(taskColumns))})
    ), fresh AS MATERIALIZED (
      SELECT t.id FROM ${table("tasks")} t JOIN r ON t.id = r.id AND t.version = r.version
      ORDER BY t.id
      FOR NO KEY UPDATE OF t
    )
    UPDATE ${table("tasks")} t
    SET ${text(saved)}, version = t.version + 1
    FROM r
    WHERE t.id = r.id AND t.version = r.version AND (SELECT count(DISTINCT id) FROM fresh) = ${tasks.length}
    RETURNING t.id`
