const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** The text of a page is named by its own hash. */
const sha256 = /^[0-9a-f]{64}$/

/** More of one kind than this are not kept, nor looked for in a long answer. */
const MAX_IDS = 40
const MAX_NODES = 2_000

/** What an object's `id` is the id of, by a field that only objects of this kind have. */
const kinds: ReadonlyArray<readonly [field: string, parameter: string]> = [
  ["search_query", "task_id"],
  ["condition_met", "notification_id"],
  ["started_at", "execution_id"],
  ["notification_type", "send_id"],
  ["key_prefix", "key_id"],
  ["created_at", "feed_token_id"]
]

/** The ids that answers have shown, by the parameters they are good for. */
export const knownIds = () => {
  const ids = new Map<string, Set<string>>()
  const add = (parameter: string, id: unknown) => {
    if (typeof id !== "string" || !(uuid.test(id) || (parameter === "hash" && sha256.test(id)))) return
    const known = ids.get(parameter) ?? new Set()
    if (known.size < MAX_IDS) ids.set(parameter, known.add(id))
  }
  return {
    learn: (answer: unknown) => {
      const stack: Array<unknown> = [answer]
      let seen = 0
      for (let next = stack.pop(); next !== undefined && seen < MAX_NODES; next = stack.pop(), seen++) {
        if (typeof next !== "object" || next === null) continue
        const kind = kinds.find(([field]) => field in next)?.[1]
        for (const [key, value] of Object.entries(next)) {
          if (typeof value === "object") stack.push(value)
          else add(key === "id" && kind !== undefined ? kind : key, value)
        }
      }
    },
    /** Any id, where none is known of the right kind. */
    pick: (parameter: string, n: number): string => {
      const known = [...ids.get(parameter) ?? [...ids.values()].flatMap((some) => [...some])]
      return known[n % known.length] ?? "01900000-0000-7000-8000-000000000000"
    }
  }
}
