// The schema of the policy file: every setting with its default, its bounds and what it means.
import { z } from 'zod'
import type { LabelForm } from '../requests/denial.ts'
import { DAY, durationText, HOUR } from '../time/duration.ts'
import { rules } from './rules.ts'
import {
  type Approver,
  days,
  duration,
  hoursOrAny,
  line,
  mapOf,
  pattern,
  timeOfDay,
  timeZone,
  userId,
} from './words.ts'

/** Dremio's longest lifetime: https://docs.dremio.com/dremio-cloud/api/personal-access-token */
const DREMIO_MAX = 180 * DAY
/** A select menu in Slack holds a hundred options. The default and the requested lifetime are added to the choices. */
const MOST_CHOICES = 50

/** What the defaults and bounds depend on besides the file. */
export interface PolicyPlace {
  edition: 'cloud' | 'software'
  /** `APPROVERS`: ids of Slack users and user groups. */
  approvers: readonly string[]
}

/** Reads the content of a policy file; `{}` yields the built-in policy. Durations become milliseconds. */
export function policySchema({ edition, approvers }: PolicyPlace) {
  return mapOf({
    version: z.literal(1).default(1).describe('Of the format of this file.'),
    lifetime: lifetime(edition).prefault({}),
    tokens: mapOf({
      maxActive: z.int().min(1).default(5).describe('Active tokens that one person may have.'),
    }).prefault({}),
    label: label.prefault({}),
    reason: mapOf({
      required: z.boolean().default(true).describe('Whether every request must say what it is for.'),
      pattern: pattern.optional().describe(String.raw`Must be found in a reason, e.g. \b[A-Z]+-\d+\b for a ticket.`),
      hint: line(200).optional().describe('The pattern in words, as in “Include …”: a ticket such as DATA-12.'),
    }).prefault({}),
    request: mapOf({
      lapseAfter: duration.prefault('3d').describe('An undecided request lapses after this time.'),
      claimWithin: duration.prefault('3d').describe('An approved one that nobody collects lapses after this time.'),
      remindClaimAfter: duration
        .prefault('1d')
        .describe('After this time the requester is reminded of an approved one, if that is before it lapses.'),
      nudgeAfter: z
        .array(duration)
        .prefault(['4h', '1d'])
        .transform((moments) => each(moments))
        .describe('Approvers who have not decided are reminded after each of these times.'),
      nudgeHours: hoursOrAny
        .prefault('08:00-18:00')
        .describe('When approvers are reminded, by their own clock in Slack; any is the whole day.'),
      nudgeDays: days.prefault('weekdays').describe('On which days: weekdays, all, or a list such as [mon, tue].'),
      escalateAfter: duration
        .prefault('1d')
        .describe('An undecided request goes to the rule’s fallback after this time.'),
      skipAway: duration
        .optional()
        .describe('Instead of escalateAfter where the Slack status of the approvers says that they are away.'),
    }).prefault({}),
    receipt: mapOf({
      chaseAfter: duration.prefault('1h').describe('After this time the requester is asked whether the token arrived.'),
      revokeAfter: duration.prefault('1d').describe('A token that nobody says they saved is revoked after this time.'),
      returns: z
        .int()
        .min(0)
        .default(3)
        .describe('How often a request can be collected again because its token did not arrive.'),
    }).prefault({}),
    rotation: mapOf({
      grace: duration.prefault('1d').describe('How long the old token works beside the new one.'),
      atMost: duration
        .optional()
        .describe('How long that can be made by pressing Keep longer; 7d, or grace if that is longer.'),
    })
      .prefault({})
      .transform(({ grace, atMost }) => ({ grace, atMost: Math.max(grace, atMost ?? 7 * DAY) })),
    rules: rules
      .prefault(() => [everyRequestIsReviewed(approvers)])
      .describe('The first rule that holds decides; a request for which none does is refused.'),
    managers: mapOf({
      map: z.record(userId, userId).prefault({}).describe('Who is whose manager, by Slack user id: { U1: U2 }.'),
      field: line(50)
        .default('Manager')
        .describe(
          'Slack profile field that names the manager of whoever is not in the map; it counts only if people cannot write it themselves.',
        ),
    }).prefault({}),
    reminders: mapOf({
      before: z
        .array(duration)
        .min(1)
        .prefault(['14d', '7d', '1d'])
        .transform((moments) => each(moments).reverse())
        .describe('How long before its expiry a token is spoken of.'),
      at: timeOfDay.prefault('09:00').describe('In its owner’s zone, or any.'),
      days: days.prefault('weekdays').describe('weekdays, all, or a list such as [mon, tue].'),
      digestFrom: z.int().min(1).default(3).describe('So many reminders on one day become one message.'),
      escalateAfterIgnored: z.int().min(1).default(3).describe('After so many without an answer, somebody else hears.'),
    }).prefault({}),
    timeZone: timeZone
      .optional()
      .describe(
        'The zone of hours and days in rules. Without it: the requester’s own, which they can change in Slack. Reminders stay in each reader’s own zone.',
      ),
  })
}

/** The content of a policy file after the schema has read it. */
export type PolicyContent = z.output<ReturnType<typeof policySchema>>

/** The rule for a file without rules: the manager reviews lifetimes up to 90 days, with `APPROVERS` as the fallback. */
function everyRequestIsReviewed(approvers: readonly string[]) {
  return {
    name: 'every request is reviewed',
    when: { lifetimeUpTo: '90d' },
    then: 'review' as const,
    approvers: ['manager'],
    fallback: approvers.map((id): Approver => (id.startsWith('S') ? `group:${id}` : `user:${id}`)),
  }
}

const usualLabel = String.raw`^[\p{L}\p{N} ._-]{3,60}$`
const label = mapOf({
  pattern: pattern.default(usualLabel).describe('What labels look like; a regular expression (u flag).'),
  hint: line(200).optional().describe('The same in words, as in “Use …”: 3 to 20 capital letters.'),
}).transform(({ pattern, hint }) => ({ pattern, form: labelForm(pattern, hint) }))

function labelForm(pattern: string, hint: string | undefined): LabelForm {
  if (hint !== undefined) return { hint }
  return pattern === usualLabel ? 'usual' : 'undescribed'
}

/**
 * Settings that are left out adapt to those that are given, so that a file with only a maximum does not need a default
 * that fits it.
 */
function lifetime(edition: PolicyPlace['edition']) {
  const least = edition === 'software' ? DAY : HOUR
  return mapOf({
    default: duration.optional().describe('Chosen when the form opens. 30d, as far as min and max allow.'),
    min: duration.optional().describe('1h; on Dremio Software 1d, and never less there.'),
    max: duration.optional().describe('90d. Never above 180d, Dremio’s own limit.'),
    choices: z
      .array(duration)
      .min(1)
      .max(MOST_CHOICES)
      .optional()
      .describe('Offered in the form, shortest first. [1d, 7d, 30d, 90d], as far as min and max allow.'),
  }).transform((written, context) => {
    const { min = least, max = 90 * DAY } = written
    const wrong = (path: (string | number)[], message: string) =>
      context.issues.push({ code: 'custom', path, message, input: written })
    const allows = (one: number) => one >= min && one <= max
    const bounds = `must lie between ${durationText(min)} and ${durationText(max)} (min and max)`
    if (max > DREMIO_MAX) wrong(['max'], 'must not be above 180 days, Dremio’s own limit')
    if (edition === 'software' && min < DAY) wrong(['min'], 'must be at least 1 day on Dremio Software')
    if (min > max) wrong([written.min === undefined ? 'max' : 'min'], 'leaves nothing between min and max')
    if (written.default !== undefined && !allows(written.default)) wrong(['default'], bounds)
    for (const [index, choice] of written.choices?.entries() ?? []) {
      if (!allows(choice)) wrong(['choices', index], bounds)
      else if (choice <= (written.choices?.[index - 1] ?? 0))
        wrong(['choices', index], 'must be longer than the one before')
    }
    return {
      default: written.default ?? Math.max(min, Math.min(max, 30 * DAY)),
      min,
      max,
      choices: written.choices ?? [DAY, 7 * DAY, 30 * DAY, 90 * DAY].filter(allows),
    }
  })
}

/** Each duration once, shortest first. */
function each(moments: number[]): number[] {
  return [...new Set(moments)].sort((one, other) => one - other)
}
