import type { KeptAnswer } from "@vedette/domain"
import type { FastifyReply, FastifyRequest } from "fastify"
import { matchesTag } from "./entityTag.ts"
import { unmodifiedSince } from "./lastModified.ts"

/** Whether the reader has this already. */
const isKnown = ({ headers, method }: FastifyRequest, answer: KeptAnswer): boolean => {
  if (method !== "GET" && method !== "HEAD") return false
  const { etag, "last-modified": lastModified } = answer.headers
  return (etag !== undefined && matchesTag(headers["if-none-match"], etag)) ||
    (lastModified !== undefined && unmodifiedSince(headers, lastModified))
}

/** Sends an answer, or that it is the one its reader has. */
export const sendAnswer = (request: FastifyRequest, reply: FastifyReply, answer: KeptAnswer): FastifyReply => {
  const { body, headers, status } = answer
  reply.headers(headers)
  if (isKnown(request, answer)) return reply.code(304).removeHeader("content-type").send()
  return body === null ? reply.code(status).send() : reply.code(status).send(body)
}
