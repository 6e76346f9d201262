// The rules in use, in words, for bot admins: limits, each rule, times and reminders.
import type { Day } from '../../core/time/weekday.ts'
import { labelForm, reasonForm } from './denials.ts'
import { allOf, anyOf, count, duration } from './grammar.ts'
import { buttons } from './labels.ts'

/** Who decides, as the caller formats groups and people. */
interface Deciders {
  withManager: boolean
  others: readonly string[]
}

const MOST_NAMED = 10

function deciders({ withManager, others }: Deciders): string {
  return anyOf([...(withManager ? ['their manager'] : []), ...others], MOST_NAMED)
}

const dayNames: Record<Day, string> = {
  mon: 'Mondays',
  tue: 'Tuesdays',
  wed: 'Wednesdays',
  thu: 'Thursdays',
  fri: 'Fridays',
  sat: 'Saturdays',
  sun: 'Sundays',
}
const weekdays: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri']

/** `on weekdays`, `on Mondays and Fridays`, `every day`. */
function onDays(days: readonly Day[]): string {
  if (days.length === 7) return 'every day'
  const isWeekdays = days.length === weekdays.length && weekdays.every((day) => days.includes(day))
  return isWeekdays
    ? 'on weekdays'
    : `on ${allOf(
        days.map((day) => dayNames[day]),
        7,
      )}`
}

function each(durations: readonly number[]): string {
  return allOf(durations.map(duration), durations.length)
}

export const policyRules = {
  title: 'The rules in use',
  /** `since` is undefined if it is not known. */
  version: ({ version, since }: { version: string; since: string | undefined }) =>
    since === undefined ? `Version \`${version}\`` : `Version \`${version}\`, in use since ${since}`,
  builtIn: 'There’s no policy file, so the built-in rules apply.',
  /** Another process of the bot works with another file. */
  elsewhere: ({ version }: { version: string }) =>
    `Another part of the bot last read version \`${version}\`. Reload or restart all parts so that they use the same file.`,

  limits: {
    title: 'Limits',
    lifetimes: ({
      least,
      most,
      usual,
      choices,
    }: {
      least: number
      most: number
      usual: number
      choices: readonly number[]
    }) =>
      `• Lifetimes: ${duration(least)} to ${duration(most)}. The form offers ${each(choices)}, and starts with ${duration(usual)}.`,
    tokens: ({ most }: { most: number }) => `• Tokens: at most ${count(most, 'active token')} a person.`,
    labels: ({ form, pattern }: { form: Parameters<typeof labelForm>[0]; pattern: string }) =>
      form === 'usual' ? `• Labels: ${labelForm(form)}.` : `• Labels: ${labelForm(form)} (\`${pattern}\`).`,
    reasonNeeded: '• Reasons: required.',
    reasonOptional: '• Reasons: optional.',
    reasonForm: ({ pattern, hint }: { pattern: string; hint?: string }) =>
      hint === undefined ? `• Reasons have to match \`${pattern}\`.` : `• ${reasonForm({ hint })} (\`${pattern}\`)`,
  },

  rules: {
    title: 'Rules, in order',
    first: 'The first one that fits decides.',
    rule: ({ number, name, text }: { number: number; name: string; text: string }) => `*${number}. ${name}*\n${text}`,
    /** What must hold, then what happens. */
    line: ({ conditions, outcome }: { conditions: readonly string[]; outcome: string }) =>
      conditions.length === 0 ? `Every request: ${outcome}` : `${sentence(conditions.join(' · '))}: ${outcome}`,
    approve: 'approved at once.',
    deny: ({ because }: { because: string }) => `denied. “${because}”`,
    review: ({
      approvers,
      quorum,
      differentGroups,
      channel,
    }: {
      approvers: Deciders
      quorum: number
      differentGroups: boolean
      channel?: string
    }) => {
      const many =
        quorum === 1
          ? `reviewed by ${deciders(approvers)}.`
          : `${count(quorum, 'approval')}${differentGroups ? ' from different groups' : ''}: ${deciders(approvers)}.`
      return channel === undefined ? many : `${many} It’s shown in ${channel} too.`
    },
    fallback: ({ after, fallback }: { after: number; fallback: Deciders }) =>
      `If there aren’t enough of them, or nobody decides within ${duration(after)}: ${deciders(fallback)}.`,
    noMatch: 'If none fits, the request is refused.',
    more: ({ amount }: { amount: number }) => `${count(amount, 'more rule')}: see the policy file.`,
  },

  conditions: {
    lifetimeUpTo: ({ most }: { most: number }) => `up to ${duration(most)}`,
    lifetimeOver: ({ least }: { least: number }) => `more than ${duration(least)}`,
    user: ({ people }: { people: readonly string[] }) => `for ${anyOf(people, MOST_NAMED)}`,
    inGroup: ({ groups }: { groups: readonly string[] }) => `people in ${anyOf(groups, MOST_NAMED)}`,
    notInGroup: ({ groups }: { groups: readonly string[] }) => `people who aren’t in ${anyOf(groups, MOST_NAMED)}`,
    label: ({ pattern }: { pattern: string }) => `labels that match \`${pattern}\``,
    activeTokensOver: ({ most }: { most: number }) =>
      most === 0
        ? 'people who have a token or an open request'
        : `people with more than ${most} tokens and open requests`,
    hours: ({ from, to }: { from: string; to: string }) => `from ${from} to ${to}`,
    days: ({ days }: { days: readonly Day[] }) => onDays(days),
    rotation: 'renewals of a token that was approved here',
    noRotation: 'new tokens, not renewals',
  },

  times: {
    title: 'Times',
    lapses: ({ undecided, approved }: { undecided: number; approved: number }) =>
      `• Requests lapse after ${duration(undecided)} without a decision, and ${duration(approved)} after approval.`,
    remindsClaim: ({ after }: { after: number }) =>
      `• I remind people of an approved request after ${duration(after)}.`,
    nudges: ({
      after,
      hours,
      days,
    }: {
      after: readonly number[]
      hours: { from: string; to: string } | undefined
      days: readonly Day[]
    }) =>
      after.length === 0
        ? '• I don’t remind approvers.'
        : `• I remind approvers after ${each(after)}, ${onDays(days)}${hours === undefined ? '' : ` from ${hours.from} to ${hours.to}`}.`,
    escalates: ({ after, whenAway }: { after: number; whenAway: number | undefined }) =>
      whenAway === undefined
        ? `• If nobody decides, I ask the rule’s other approvers after ${duration(after)}.`
        : `• If nobody decides, I ask the rule’s other approvers after ${duration(after)}, or after ${duration(whenAway)} if the first ones are away.`,
    receipt: ({ ask, revoke, returns }: { ask: number; revoke: number; returns: number }) =>
      `• After ${duration(ask)} I ask whether the token arrived. If nobody confirms, it’s revoked after ${duration(revoke)}. ${
        returns === 0
          ? 'If it didn’t arrive, people have to ask again.'
          : `If it didn’t arrive, people can get another one ${returns === 1 ? 'once' : `${returns} times`}.`
      }`,
    rotation: ({ grace, most }: { grace: number; most: number }) =>
      `• After a rotation the old token works for ${duration(grace)}, or up to ${duration(most)} with ${buttons.keepLonger}.`,
    zone: ({ zone }: { zone: string }) => `• Hours and days in rules are ${zone} time.`,
    ownZone: '• Hours and days in rules are in each person’s Slack time zone, which they can change.',
  },

  reminders: {
    title: 'Before tokens expire',
    when: ({ before, at, days }: { before: readonly number[]; at: string | undefined; days: readonly Day[] }) =>
      `• I remind people ${each(before)} before, ${onDays(days)}${at === undefined ? '' : ` at ${at}`}.`,
    together: ({ from }: { from: number }) => `• ${count(from, 'reminder')} or more on one day come as one message.`,
    ignored: ({ after }: { after: number }) =>
      `• After ${count(after, 'reminder')} without an answer I tell the manager.`,
  },

  managers: {
    mapped: ({ people, field }: { people: number; field: string }) =>
      `• Managers: the file names them for ${count(people, 'person', 'people')}; for others it’s the Slack profile field “${field}”.`,
    field: ({ field }: { field: string }) => `• Managers: from the Slack profile field “${field}”.`,
  },
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
