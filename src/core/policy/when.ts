// Evaluates the conditions of a rule against what was asked, by whom and when.
import { zonedTimeAt } from '../time/zoned-time.ts'
import type { Ask } from './ask.ts'
import { matchesPattern } from './pattern.ts'
import type { Conditions } from './rules.ts'

/** Facts that conditions may use besides the ask itself. */
export interface PolicyFacts {
  /** Slack id. */
  requester: string
  /** The policy's groups (`groupsIn`) to which the requester belongs. */
  groups: ReadonlySet<string>
  /** The policy's groups that Slack does not have; none if not said. */
  missingGroups?: ReadonlySet<string>
  activeTokens: number
  /** Requests that may each become one more token. */
  openRequests: number
  /** Milliseconds since epoch. */
  now: number
  /**
   * The IANA time zone of the requester's Slack profile; the policy's own counts instead, if it names one. An unknown
   * zone counts as UTC.
   */
  timeZone: string
  /** True if one of the active tokens ends once the new one is received. */
  replaces: boolean
  /** True if the new token replaces another one and is what was approved here for the old one, and no more. */
  rotation: boolean
}

type Wanted = { [Name in keyof Conditions]-?: NonNullable<Conditions[Name]> }
/** `unknown`: it depends on a user group that Slack does not have. */
export type Holds = boolean | 'unknown'
type Tests = { [Name in keyof Wanted]: (wanted: Wanted[Name], ask: Ask, facts: PolicyFacts) => Holds }

const tests: Tests = {
  lifetimeUpTo: (most, { lifetime }) => lifetime <= most,
  lifetimeOver: (least, { lifetime }) => lifetime > least,
  user: (users, _ask, { requester }) => users.includes(requester),
  inGroup: (some, _ask, facts) => some.some((group) => facts.groups.has(group)) || unlessMissing(some, facts, false),
  notInGroup: (none, _ask, facts) => !none.some((group) => facts.groups.has(group)) && unlessMissing(none, facts, true),
  label: (pattern, { label }) => matchesPattern(pattern, label),
  activeTokensOver: (limit, _ask, { activeTokens, openRequests }) => activeTokens + openRequests > limit,
  hours: ({ from, to }, _ask, facts) => {
    const { minute } = zonedTimeAt(facts.now, facts.timeZone)
    return from < to ? minute >= from && minute < to : minute >= from || minute < to
  },
  // The local clock counts, also on days on which it is put forward or back.
  days: (some, _ask, { now, timeZone }) => some.includes(zonedTimeAt(now, timeZone).day),
  rotation: (wanted, _ask, { rotation }) => rotation === wanted,
}

/** Who would be in a group that does not exist is not known: it may have been deleted, or its id may be wrong. */
function unlessMissing(groups: readonly string[], { missingGroups }: PolicyFacts, otherwise: boolean): Holds {
  return groups.some((group) => missingGroups?.has(group)) ? 'unknown' : otherwise
}

/** True if every given condition holds. */
export function holds(when: Conditions, ask: Ask, facts: PolicyFacts): Holds {
  const holdsAlone = <Name extends keyof Wanted>(name: Name) => {
    const wanted = when[name] as Wanted[Name] | undefined
    return wanted === undefined || tests[name](wanted, ask, facts)
  }
  const all = (Object.keys(tests) as (keyof Wanted)[]).map((name) => holdsAlone(name))
  if (all.includes(false)) return false
  return all.includes('unknown') ? 'unknown' : true
}
