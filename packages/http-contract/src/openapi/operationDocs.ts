import type * as Schema from "effect/Schema"
import type { routes } from "../route/routes.ts"

/** What there is to say of an operation beyond its summary, and a request that somebody would really make. */
export interface OperationDoc {
  /** Markdown. */
  readonly says: string
  /** A body; absent where there is none, or where none is usual. */
  readonly body?: Schema.Json
  /** Parameters of the query that the example sets, by name. */
  readonly query?: Readonly<Record<string, string>>
}

const webhook = { type: "webhook", url: "https://hooks.example.com/vedette" }
const feed = "For feed readers: conditional, and every alert keeps its id for ever."

/** Of every operation; a test names those that are missing. `says` gives way to the route's own description. */
export const operationDocs: { readonly [K in keyof typeof routes]?: OperationDoc } = {
  createTask: {
    says: "Only `search_query` is needed. What the server understood of the description comes back as `condition`; null means that " +
      "nothing is judged until a model is configured or the condition is written in typed form. A webhook's signing secret " +
      "(`webhook_secret`) is in this answer and never again.",
    body: {
      name: "Koda 2 below $300",
      search_query: "What does the Koda 2 cost at https://shop.example/koda-2?",
      condition_description: "price below $300",
      notifications: [webhook],
      run_immediately: true
    }
  },
  listTasks: { says: "`q` looks in names, queries and descriptions.", query: { state: "active", limit: "20" } },
  getTask: { says: "A public task is shown to everybody, without what is its owner's own; each reader counts once a day." },
  replaceTask: {
    says: "`{}` changes nothing. `state` moves the task: `active` ↔ `paused`, `active` → `completed`, `completed` → `active`. " +
      "One transaction: an invalid transition leaves every field as it was.",
    body: { state: "paused" }
  },
  patchTask: { says: "The same as `PUT`.", body: { name: "Koda 2, second try", cadence: { min_interval: 3600 } } },
  deleteTask: { says: "Its runs, notifications and what is still owed go with it." },
  executeTask: {
    says: "Works in every state and re-arms none. While a run is in progress: 409 with its id, unless `force` replaces it. " +
      "Fifty calls at once open one run.",
    body: { suppress_notifications: true }
  },
  previewTask: {
    says: "Takes what `POST /api/v1/tasks` takes and tells what the first run would find and whether it would tell you.",
    body: { search_query: "What does the Koda 2 cost at https://shop.example/koda-2?", condition_description: "price below $300" }
  },
  setVisibility: { says: "A public task has feeds and may be forked.", body: { is_public: true } },
  forkTask: {
    says: "The copy keeps the question and the cadence; of another owner's task neither channels nor context nor history. " +
      "Without a name it is called `… (Copy)`.",
    body: { name: "My Koda 2" }
  },
  rotateWebhookSecret: { says: "For 24 hours both secrets sign, so that a receiver can be moved without losing an alert." },
  listExecutions: { says: "Of a public task everybody may read them.", query: { status: "success", limit: "20" } },
  getExecution: { says: "`attempts` has every try with what went wrong; only the owner sees it." },
  explainExecution: { says: "What was searched, used and dropped, which gate closed, what was owed and why the next run is when it is." },
  listKeptPages: { says: "Each under the URL that the quote names, with the hash that the quote has as `page_hash`." },
  getKeptPage: { says: "The text is what was judged: visible text in reading order, without markup." },
  listTaskNotifications: { says: "Without `page` a bare array of executions whose `notification` is not null.", query: { limit: "20" } },
  listSends: { says: "Pending, sent, failed and skipped, with the number of tries and the last answer.", query: { notification_type: "webhook" } },
  getSend: { says: "Every try, with what the other side answered." },
  resendSend: { says: "One that was sent or is still owed is answered as it is." },
  resendSends: { says: "For the day after an outage on the other side.", body: { since: "2026-11-25T00:00:00Z", notification_type: "webhook" } },
  listNotifications: { says: "What you were told.", query: { unread: "true", limit: "20" } },
  readAllNotifications: { says: "What is archived stays as it is.", body: {} },
  readNotification: { says: "Marked so already: nothing changes." },
  unreadNotification: { says: "Marked so already: nothing changes." },
  archiveNotification: { says: "It is left out of the list, and stays in the log." },
  unarchiveNotification: { says: "It is in the list again." },
  listChannels: { says: "They tell of every task that names no channel of its own." },
  getChannel: { says: "Secrets are masked." },
  putChannel: {
    says: "Only the kinds that this server has. A channel that gets a secret shows it in this answer and never again.",
    body: { target: { url: "https://hooks.example.com/vedette" }, enabled: true, events: ["condition_met", "health_changed"] }
  },
  deleteChannel: { says: "Tasks without channels of their own tell nobody by it any more." },
  rotateChannelSecret: { says: "For 24 hours both secrets sign." },
  testChannel: { says: "Without a body the account's own target is tried.", body: { target: { url: "https://hooks.example.com/vedette" } } },
  getWebhookSettings: { says: "The secret is masked." },
  postWebhookSettings: {
    says: "The secret is in the answer of the call that issued it and never again; send the mask back to keep it.",
    body: { url: "https://hooks.example.com/vedette", enabled: true, events: ["condition_met"] }
  },
  rotateDefaultWebhookSecret: { says: "For 24 hours both secrets sign." },
  getWebhookConfig: { says: "The same webhook as `/api/v1/notifications/webhook/settings`." },
  putWebhookConfig: {
    says: "The same webhook as `/api/v1/notifications/webhook/settings`.",
    body: { webhook_url: "https://hooks.example.com/vedette", enabled: true }
  },
  testWebhook: {
    says: "Signed as a real one would be. Without a body the account's own webhook is tried.",
    body: { webhook_url: "https://hooks.example.com/vedette" }
  },
  listWebhookDeliveries: { says: "One row a delivery, with what the other side answered last.", query: { limit: "10" } },
  listPublicTasks: { says: "Scrubbed of everything that is their owners' own.", query: { sort_by: "popular", limit: "20" } },
  getPublicTask: { says: "The same as `GET /api/v1/tasks/{task_id}`." },
  publicFeed: { says: "What public tasks have told lately.", query: { limit: "20" } },
  ownFeed: { says: "What the caller's own tasks have told lately, over all of them.", query: { limit: "20" } },
  taskRss: { says: feed },
  taskAtom: { says: feed },
  taskJsonFeed: { says: feed },
  accountRss: { says: feed },
  accountAtom: { says: feed },
  accountJsonFeed: { says: feed },
  createFeedToken: { says: "The addresses hold the token and are shown this once. Revoking it closes all three.", body: { name: "Phone" } },
  listFeedTokens: { says: "Without the tokens, which are stored nowhere." },
  revokeFeedToken: { says: "At once." },
  getEmailSettings: { says: "Where there are none yet, what one would begin with: off, and the account's own address." },
  postEmailSettings: {
    says: "A digest gathers what is owed and is one mail at the local time, whatever the clocks there do; of weeks, on " +
      "Mondays. Nothing to say, nothing sent. Switched to `none`, what has gathered is sent at once.",
    body: { enabled: true, email: "me@example.com", digest_frequency: "daily", digest_time: "08:30", timezone: "Europe/Berlin" }
  },
  getEmailTemplate: { says: "`placeholders` lists all that a template may name." },
  putEmailTemplate: {
    says: "Checked when it is saved: a placeholder that there is not is refused, with the one that was probably meant.",
    body: { subject: "{{task_name}}: {{answer}}", body: "{{answer}}\n\n{{evidence}}\n\n{{sources}}" }
  },
  deleteEmailTemplate: { says: "Alerts look as they did at first." },
  previewEmailTemplate: {
    says: "What a page says is escaped in it as it is in a mail.",
    body: { subject: "{{task_name}}: {{answer}}", body: "{{answer}}\n\n{{sources}}" }
  },
  sendEmailCode: { says: "The code is in the mail and in no answer.", body: { email: "me@example.com" } },
  verifyEmail: { says: "Then tasks and channels may mail there.", body: { email: "me@example.com", code: "042117" } },
  listVerifiedEmails: { says: "The account's own address needs no code." },
  deleteVerifiedEmail: { says: "The account's own address stays." },
  listUnsubscribes: { says: "Ended by the link in a mail, for one task or for all." },
  resubscribe: { says: "Takes back an end that a link in a mail has set.", body: { email: "me@example.com" } },
  getMe: { says: "Whom the key or token belongs to." },
  syncUser: { says: "Signing in with a token makes the account; this tells whether that was just now." },
  markWelcomeSeen: { says: "For the front end; the first time stands." },
  createApiKey: {
    says: "Wants a key with the scope `admin`. A key can do at most what the one that made it can. At most 100 of an account open something at a time.",
    body: { name: "laptop", scopes: ["read"] }
  },
  listApiKeys: { says: "Only how they begin: the keys are stored nowhere. Of those that open nothing any more, the newest 100." },
  revokeApiKey: { says: "Requests that began before are answered; none after." },
  livez: { says: "For whoever restarts processes." },
  readyz: { says: "For load balancers. Names every check and whether it passed." },
  health: { says: "For clients of the original." },
  openApi: { says: "Made of the table of routes that the server answers by." }
}
