// Whether a rule holds for a request: each condition against what was asked, by whom and when.
import { zonedTimeAt } from '../time/zoned-time.ts'
import type { Ask } from './ask.ts'
import { matchesPattern } from './pattern.ts'
import type { Conditions } from './rules.ts'

/** What the rules may ask about besides the wish itself. */
export interface PolicyFacts {
  /** Slack id. */
  requester: string
  /** Those of the policy's groups (`groupsIn`) that the requester is in. */
  groups: ReadonlySet<string>
  activeTokens: number
  /** Out of which one more token each may come. */
  openRequests: number
  /** Milliseconds since epoch. */
  now: number
  /** The requester's IANA zone; one that is not known counts as UTC. */
  timeZone: string
  /** One of their tokens goes when the new one is there. */
  replaces: boolean
  /** And the new one is what was approved for that one here, and no more. */
  rotation: boolean
}

type Wanted = { [Name in keyof Conditions]-?: NonNullable<Conditions[Name]> }
type Tests = { [Name in keyof Wanted]: (wanted: Wanted[Name], ask: Ask, facts: PolicyFacts) => boolean }

const tests: Tests = {
  lifetimeUpTo: (most, { lifetime }) => lifetime <= most,
  lifetimeOver: (least, { lifetime }) => lifetime > least,
  user: (users, _ask, { requester }) => users.includes(requester),
  inGroup: (some, _ask, { groups }) => some.some((group) => groups.has(group)),
  notInGroup: (none, _ask, { groups }) => !none.some((group) => groups.has(group)),
  label: (pattern, { label }) => matchesPattern(pattern, label),
  activeTokensOver: (limit, _ask, { activeTokens }) => activeTokens > limit,
  hours: ({ from, to }, _ask, facts) => {
    const { minute } = zonedTimeAt(facts.now, facts.timeZone)
    return from < to ? minute >= from && minute < to : minute >= from || minute < to
  },
  // What the clock on the requester’s wall shows when clocks are put forward or back is what counts.
  days: (some, _ask, { now, timeZone }) => some.includes(zonedTimeAt(now, timeZone).day),
  rotation: (wanted, _ask, { rotation }) => rotation === wanted,
}

/** True if every condition that is given holds. */
export function holds(when: Conditions, ask: Ask, facts: PolicyFacts): boolean {
  const holdsAlone = <Name extends keyof Wanted>(name: Name) => {
    const wanted = when[name] as Wanted[Name] | undefined
    return wanted === undefined || tests[name](wanted, ask, facts)
  }
  return (Object.keys(tests) as (keyof Wanted)[]).every((name) => holdsAlone(name))
}
