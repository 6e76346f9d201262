// A rule of the policy: when it matches, and whether a matching request is approved, reviewed or denied.
import { z } from 'zod'
import { counted } from '../time/duration.ts'
import {
  approver,
  channelId,
  days,
  duration,
  groupId,
  hours,
  line,
  mapOf,
  oneOrMore,
  pattern,
  userId,
} from './words.ts'

/** The sentence of a refusal shows no more of the reason than this. */
const LONGEST_BECAUSE = 500
const LONGEST_NAME = 100
/** A quorum of more people is never reached in practice. */
const MOST_PEOPLE = 20

/** The bot's own words in place of a rule's name. A rule with such a name would be ambiguous in the audit log. */
export const NO_RULE = 'no rule matches'
export const tooManyTokens = (maxActive: number) => `at most ${counted(maxActive, 'active token')}`
const OWN_NAMES = /^(no rule matches|at most \d+ active tokens?)$/

const conditions = mapOf({
  lifetimeUpTo: duration.optional().describe('Lifetimes up to this one, itself included.'),
  lifetimeOver: duration.optional().describe('Lifetimes above this one.'),
  user: oneOrMore(userId, 'must be a Slack user id (U…), or a list of them')
    .optional()
    .describe('Requests by this person, or by one of these.'),
  inGroup: groups().describe('Requests by members of this user group, or of one of these.'),
  notInGroup: groups().describe('Requests by people who are in none of these user groups.'),
  label: pattern.optional().describe('Labels in which this regular expression finds something (u flag).'),
  activeTokensOver: z
    .int()
    .min(0)
    .optional()
    .describe(
      'The requester has more active tokens and open requests than this already; looked at again at the claim.',
    ),
  hours: hours
    .optional()
    .describe(
      'By the clock of timeZone, else of the requester’s own zone, the end excluded: 08:00-18:00. 22:00-06:00 crosses midnight.',
    ),
  days: days
    .optional()
    .describe(
      'By the calendar of timeZone, else of the requester’s own zone: weekdays, all, or a list. With hours across midnight, the day at that moment counts.',
    ),
  rotation: z
    .boolean()
    .optional()
    .describe(
      'true: only when a token that was approved here is asked for again, with no longer lifetime; false: only when not.',
    ),
})
export type Conditions = z.output<typeof conditions>

function groups() {
  return oneOrMore(groupId, 'must be a Slack user group id (S…), or a list of them').optional()
}

const every = {
  name: line(LONGEST_NAME)
    .refine((name) => !OWN_NAMES.test(name), 'must not be one of the names that the bot itself uses')
    .describe('Told to people and written into the audit. Each rule has a name of its own.'),
  when: conditions.prefault({}).describe('All that are given must hold; without any the rule holds for everybody.'),
}

const people = z.int().min(1).max(MOST_PEOPLE)
const quorum = z
  .union(
    [
      people.describe('How many people must approve.'),
      mapOf({
        people: people.describe('How many people must approve.'),
        differentGroups: z
          .boolean()
          .default(false)
          .describe('true: each of them must stand for another entry of approvers or fallback.'),
      }),
    ],
    { error: `must be a number of people from 1 to ${MOST_PEOPLE}, or { people: 2, differentGroups: true }` },
  )
  .transform((written) => (typeof written === 'number' ? { people: written, differentGroups: false } : written))

const review = mapOf({
  ...every,
  then: z.literal('review'),
  approvers: z.array(approver).min(1).describe('Who decides: manager, user:U… or group:S…. Never the requester.'),
  fallback: z
    .array(approver)
    .prefault([])
    .describe('Who decides where the approvers are too few, do not answer in time, or are away.'),
  quorum: quorum.prefault(1),
  channel: channelId.optional().describe('One more review card goes to this channel; only approvers can use it.'),
}).superRefine(({ approvers, fallback, quorum: { people, differentGroups } }, context) => {
  const named = new Set([...approvers, ...fallback])
  const isOpen = !differentGroups && [...named].some((one) => one.startsWith('group:'))
  if (approvers.length > 0 && !isOpen && people > named.size)
    context.addIssue({ code: 'custom', path: ['quorum'], message: 'must not be more than approvers and fallback name' })
})
export type ReviewRule = z.output<typeof review>

const rule = z.discriminatedUnion(
  'then',
  [
    mapOf({ ...every, then: z.literal('approve') }),
    review,
    mapOf({
      ...every,
      then: z.literal('deny'),
      because: line(LONGEST_BECAUSE).describe('Told to the requester.'),
    }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'must be approve, review or deny' : undefined) },
)
export type Rule = z.output<typeof rule>

export const rules = z
  .array(rule)
  .min(1, 'must hold at least one rule: without any, every request is refused')
  .superRefine(
    (all, context) => {
      const named = Array.isArray(all) ? all.map((one: { name?: unknown } | null) => one?.name) : []
      for (const [index, name] of named.entries()) {
        if (name === undefined || named.indexOf(name) === index) continue
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: 'must not be the name of another rule as well',
        })
      }
    },
    // Checks the names even if a rule has another error, so that all errors are reported at once.
    { when: () => true },
  )
