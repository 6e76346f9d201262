// What another policy file would decide otherwise, in a form, in a file, and on the command line.
import type { Denial } from '../../core/policy/evaluate.ts'
import { because } from './denials.ts'
import { allOf, count, duration, pick } from './grammar.ts'

/** A request or a token, as the caller formats it. */
interface Subject {
  who: string
  label: string
}

export const policyPreview = {
  hint: 'Paste the whole file. Nothing changes until it’s in use.',
  hintOfPart: 'If the file is longer, continue here. Split it between two lines.',
  tooLong: 'Even longer? Run `node dist/main.js policy preview FILE` where the bot runs.',
  empty: 'Paste the file here.',
  /** At the field; `where` is within that field. */
  problem: ({ line, column, path, message }: { line: number; column: number; path: string; message: string }) =>
    `Line ${line}, column ${column}: ${`${path} ${message}`.trim()}.`,
  moreProblems: ({ amount }: { amount: number }) => andMore(amount),
  /** Where errors have no room: in a message. */
  wrongFile: ({ problems, more }: { problems: readonly string[]; more: number }) =>
    ['This policy file isn’t right.', ...problems, ...(more > 0 ? [andMore(more)] : [])].join('\n'),

  /** Above everything else. */
  checked: ({ requests, tokens }: { requests: number; tokens: number }) =>
    `Checked ${count(requests, 'open request')} and ${count(tokens, 'active token')}. Nothing has changed.`,
  versions: ({ today, other }: { today: string; other: string }) =>
    today === other
      ? `This is version ${other}, which is in use now.`
      : `This file is version ${other}. Version ${today} is in use.`,
  nothing: 'This file would decide everything the same way.',
  nothingKnown: 'As far as I can check, this file would decide everything the same way.',

  headings: {
    requests: ({ amount }: { amount: number }) => `${count(amount, 'open request')} would be decided differently`,
    breaks: ({ amount }: { amount: number }) => `${count(amount, 'token')} would break the new rules`,
    breaksAlready: ({ amount }: { amount: number }) =>
      `${count(amount, 'token')} would still break the rules, as ${pick(amount, 'it does', 'they do')} today`,
    mended: ({ amount }: { amount: number }) => `${count(amount, 'token')} would no longer break the rules`,
    notKnown: ({ amount }: { amount: number }) => `${count(amount, 'item')} couldn’t be checked`,
  },
  /** Tokens go on working under any rules. */
  tokensStay: 'Tokens keep working whatever the rules say. Revoke the ones you don’t want, or ask their owners.',
  unreadable: ({ amount }: { amount: number }) =>
    `${count(amount, 'stored record')} can’t be read, so what’s in ${pick(amount, 'it', 'them')} isn’t checked.`,

  request: ({ who, label, id, what }: Subject & { id: string; what: string }) =>
    `${who} · ${label} · request ${id} · ${what}`,
  token: ({
    who,
    label,
    id,
    expires,
    madeHere,
    what,
  }: Subject & { id: string; expires: string; madeHere: boolean; what: string }) =>
    `${who} · ${label} · token ${id}${madeHere ? '' : ', created in Dremio'} · expires ${expires} · ${what}`,

  /** What would become of a request. `rule` is undefined where none of the rules decides. */
  outcome: {
    approved: ({ rule }: { rule: string | undefined }) =>
      rule === undefined ? 'waiting now, would be approved' : `waiting now, would be approved by the rule “${rule}”`,
    denied: ({
      denial,
      rule,
      was,
    }: {
      denial: Denial | undefined
      rule: string | undefined
      was: 'pending' | 'approved'
    }) =>
      [
        `${states[was]} now, would be denied${rule === undefined ? '' : ` by the rule “${rule}”`}`,
        ...(denial === undefined ? [] : [because({ denial, mine: false })]),
      ].join(': '),
    review: ({ rule, who }: { rule: string; who: string }) =>
      `approved now, would need a review again (rule “${rule}”): ${who}`,
    shortened: ({ lifetime, before, was }: { lifetime: number; before: number; was: 'pending' | 'approved' }) =>
      `${states[was]} now, would be for ${duration(lifetime)} instead of ${duration(before)}`,
    reviewers: ({ rule, who }: { rule: string; who: string }) => `others would decide (rule “${rule}”): ${who}`,
  },

  broken: {
    label: 'its label isn’t allowed',
    lifetime: ({ lifetime, most }: { lifetime: number; most: number }) =>
      `it’s for ${rounded(lifetime)} (at most ${duration(most)})`,
    tooMany: ({ active, most }: { active: number; most: number }) =>
      `its owner has ${count(active, 'active token')} (at most ${most})`,
    denied: ({ rule, denial }: { rule: string | undefined; denial: Denial }) =>
      rule === undefined
        ? `it would be denied: ${because({ denial, mine: false })}`
        : `it would be denied by the rule “${rule}”: ${because({ denial, mine: false })}`,
    nothing: 'breaks no rule of the file',
  },

  notKnown: {
    groups: ({ groups }: { groups: readonly string[] }) =>
      `not known: I can’t read the user ${pick(groups.length, 'group', 'groups')} ${allOf(groups, 10)} right now`,
    person: 'not known: this person has left, or I can’t see them in Slack',
    manager: 'not known: I can’t see who their manager is',
    slack: 'not known: Slack isn’t responding',
    'replaced token': 'not known: the token that it replaced is no longer stored',
  },

  /** Not everything fits. */
  more: ({ amount }: { amount: number }) => `And ${amount} more.`,
  fileSent: 'I’ve sent you a file with all of them.',
  fileNotSent:
    'I can’t send you a file with all of them. Run `node dist/main.js policy preview FILE` where the bot runs.',
  fileTitle: 'Policy preview',
  fileComment: 'What the file that you previewed would decide differently, and which tokens break its rules.',
}

function andMore(problems: number): string {
  return `And ${count(problems, 'more problem')}.`
}

const states = { pending: 'waiting', approved: 'approved' } as const

/** A lifetime that somebody else chose may be no whole number of minutes. */
function rounded(milliseconds: number): string {
  const minute = 60_000
  return duration(Math.max(minute, Math.round(milliseconds / minute) * minute))
}
