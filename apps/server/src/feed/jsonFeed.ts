import type { JsonFeedBody } from "@vedette/http-contract"
import type { Feed } from "./Feed.ts"

/** JSON Feed 1.1 (jsonfeed.org). */
export const jsonFeed = (feed: Feed): JsonFeedBody => ({
  version: "https://jsonfeed.org/version/1.1",
  title: feed.title,
  description: feed.description,
  ...(feed.homeUrl === null ? {} : { home_page_url: feed.homeUrl }),
  feed_url: feed.selfUrl,
  items: feed.items.map(({ html, id, published, text, title, url }) => ({
    id,
    ...(url === null ? {} : { url }),
    title,
    content_html: html,
    content_text: text,
    date_published: published
  }))
})
