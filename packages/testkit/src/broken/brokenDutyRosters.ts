import type { DutyRoster, Shift } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

type Roster = DutyRoster["Service"]

const broken = (
  defect: string,
  alter: (roster: Roster) => Partial<Roster>,
  ...breaks: BrokenStorage["breaks"]
): BrokenStorage => brokenStorage(defect, ({ duties }) => ({ duties: { ...duties, ...alter(duties) } }), ...breaks)

const oneAtATime = "of many who ask at once for a due duty one takes it, and nobody else until it is ended"
const neverEarly = "a duty is not offered before it is due, and the answer says how long to wait"
const deadComesBack = "a dead process's shift comes back after its lease, and its own late words change nothing"

/** Duty rosters with one defect each, over the memory storage. */
export const brokenDutyRosters: ReadonlyArray<BrokenStorage> = [
  broken(
    "gives everybody a shift of a due duty",
    (roster) => ({
      take: (name, options) =>
        roster.take(name, { ...options, lease: Duration.zero })
    }),
    oneAtATime,
    deadComesBack,
  ),
  broken(
    "forgets when the duty is due next",
    (roster) => ({
      end: (shift, next) => roster.end(shift, DateTime.subtract(next, { days: 1 }))
    }),
    neverEarly,
    deadComesBack
  ),
  broken(
    "offers what nobody announced",
    (roster) => ({
      take: (name, options) =>
        Effect.flatMap(
          Effect.flatMap(DateTime.now, (now) => roster.announce(name, DateTime.add(now, { days: 10_000 }))),
          () =>
            Effect.map(roster.take(name, options), (offer) =>
              offer._tag === "NotNow" && Duration.toDays(offer.wait) > 9_000
                ? { _tag: "Taken" as const, shift: { name, fence: 1 } }
                : offer)
        )
    }),
    "a duty that nobody announced is never offered"
  ),
  broken(
    "lets the first announcement stand",
    (roster) => {
      const announced = new Set<string>()
      return {
        announce: (name, dueAt) =>
          Effect.suspend(() => {
            if (announced.has(name)) return Effect.void
            announced.add(name)
            return roster.announce(name, dueAt)
          })
      }
    },
    "announcing a duty again moves it forward at most, never back"
  ),
  broken(
    "lets a lost shift end the duty",
    (roster) => {
      const latest = new Map<string, Shift>()
      return {
        take: (name, options) =>
          Effect.tap(roster.take(name, options), (offer) =>
            Effect.sync(() => {
              if (offer._tag === "Taken") latest.set(name, offer.shift)
            })),
        end: (shift, next) => roster.end(latest.get(shift.name) ?? shift, next)
      }
    },
    deadComesBack
  ),
  broken(
    "does not extend",
    (roster) => ({ extend: (shift) => roster.extend(shift, Duration.zero) }),
    "a shift that is extended outlives its first lease"
  )
]
