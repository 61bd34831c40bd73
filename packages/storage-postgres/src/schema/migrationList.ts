import { tables } from "../migrations/0001_tables.ts"
import { batches } from "../migrations/0002_batches.ts"
import { sendLog } from "../migrations/0003_send_log.ts"
import { installation } from "../migrations/0004_installation.ts"
import { identities } from "../migrations/0005_identities.ts"
import { publicLayer } from "../migrations/0006_public_layer.ts"
import { accountChannels } from "../migrations/0007_account_channels.ts"
import { duties } from "../migrations/0008_duties.ts"
import { turns } from "../migrations/0009_turns.ts"
import { consent } from "../migrations/0010_consent.ts"
import { requests } from "../migrations/0011_requests.ts"
import { limitsAndInbox } from "../migrations/0012_limits_and_inbox.ts"
import { digests } from "../migrations/0013_digests.ts"
import { alerting } from "../migrations/0014_alerting.ts"
import { budgets } from "../migrations/0015_budgets.ts"
import { messageTemplates } from "../migrations/0016_message_templates.ts"
import { pageArchive } from "../migrations/0017_page_archive.ts"
import { postsOfTheDead } from "../migrations/0018_posts_of_the_dead.ts"
import { usageOfTries } from "../migrations/0019_usage_of_tries.ts"
import type { Migration } from "./Migration.ts"

/** All migrations, in order. Append only. */
export const migrationList: ReadonlyArray<Migration> = [
  tables,
  batches,
  sendLog,
  installation,
  identities,
  publicLayer,
  accountChannels,
  duties,
  turns,
  consent,
  requests,
  limitsAndInbox,
  digests,
  alerting,
  budgets,
  messageTemplates,
  pageArchive,
  postsOfTheDead,
  usageOfTries
]
