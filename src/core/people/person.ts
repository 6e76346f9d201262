// A person: what Slack says about them, whether the bot serves them, and which Dremio user they are.
import { z } from 'zod'
import { BotError } from '../errors.ts'
import type { EmailRefusal, PersonRefusal } from './identity-refusals.ts'

/** The person who clicked or typed, as Slack's signed payload names them. No other input ever names an actor. */
export interface Actor {
  /**
   * Slack user id (`U…` or `W…`). It is unique within one workspace or organization, and one bot token serves no more
   * than that.
   */
  id: string
}

/** A person as Slack knows them at this moment. */
export interface Person {
  id: string
  /** Display name. The person writes it, so it is never trusted and always escaped. */
  name: string
  /** Workspaces (`T…`) that the person belongs to. */
  teams: string[]
  /** Enterprise organization (`E…`) that the person belongs to, if there is one. */
  enterprise?: string
  email?: string
  /** `unknown` if Slack does not say: then the address does not identify the person either. */
  emailConfirmed: boolean | 'unknown'
  /** IANA time zone, such as `Europe/Berlin`. */
  timeZone: string
  /** The language of their Slack, such as `en-US`. Absent where Slack does not say. */
  locale?: string
  deleted: boolean
  bot: boolean
  guest: boolean
  stranger: boolean
  /** True for a person who was invited but has not joined. */
  invited: boolean
  /**
   * True if the Slack status says that the person is on holiday, ill or out of office. Slack's presence is not read.
   */
  outOfOffice: boolean
}

/** Whom the bot serves. */
export interface Workplace {
  /**
   * Workspaces (`T…`) and organizations (`E…`). Undefined until Slack has named them; undefined must not be treated as
   * an empty list.
   */
  teams: readonly string[] | undefined
  /** Lower-case domains whose e-mail addresses identify a person. */
  emailDomains: readonly string[]
}

/**
 * Why a person is not served, or undefined if they are. Throws `slack_unavailable` until the served workspaces are
 * known. Slack need not flag a Slack Connect colleague as a stranger, therefore the workspace is always compared as
 * well: https://docs.slack.dev/reference/objects/user-object
 */
export function refusalOf(person: Person, workplace: Workplace): PersonRefusal | undefined {
  if (person.deleted) return 'deleted'
  if (person.bot) return 'bot'
  if (person.stranger) return 'stranger'
  if (membershipIn(person, workplace) === undefined) return 'foreign team'
  if (person.guest) return 'guest'
  if (person.invited) return 'not joined'
  return undefined
}

/**
 * The first served workspace (`T…`) or organization (`E…`) to which the person belongs, or undefined. In an
 * organization a person may have no workspace of their own, or several. Throws `slack_unavailable` until the served
 * workspaces are known.
 */
export function membershipIn(
  { teams, enterprise }: Pick<Person, 'teams' | 'enterprise'>,
  { teams: served }: Pick<Workplace, 'teams'>,
): string | undefined {
  if (served === undefined) {
    throw new BotError('slack_unavailable', { operation: 'find out which workspace this is', reason: 'not connected' })
  }
  return served.find((id) => id !== '' && (teams.includes(id) || id === enterprise))
}

/** The e-mail address that identifies this person, normalized by `plainEmail`. Throws `email_refused`. */
export function identifyingEmail(person: Person, workplace: Workplace): string {
  const because = emailRefusalOf(person, workplace)
  if (because !== undefined || person.email === undefined) {
    throw new BotError('email_refused', { because: because ?? 'hidden' })
  }
  return plainEmail(person.email)
}

/**
 * The address by which an administrator finds the tokens of a person who has left, to end them. Slack does not say of
 * deactivated people whether their address is confirmed. It gives nobody a right here. Throws `email_refused`.
 */
export function emailToEndTokensOf(person: Person, workplace: Workplace): string {
  const isUntold = person.deleted && person.emailConfirmed === 'unknown'
  return identifyingEmail(isUntold ? { ...person, emailConfirmed: true } : person, workplace)
}

function emailRefusalOf(person: Person, workplace: Workplace): EmailRefusal | undefined {
  const address = plainEmail(person.email ?? '')
  const parts = address.split('@')
  if (parts.length !== 2 || !parts[0]) return 'hidden'
  if (person.emailConfirmed === 'unknown') return 'confirmation unknown'
  if (!person.emailConfirmed) return 'unconfirmed'
  if (!workplace.emailDomains.includes(parts[1] ?? '')) return 'foreign domain'
  // Dremio, or a database behind it, may fold a character outside ASCII to another one and so match another user.
  return /^[!-~]+$/.test(address) ? undefined : 'unusable'
}

/**
 * Normalizes an e-mail address for comparison. Only ASCII letters become lower case, because Unicode lower-cases the
 * Kelvin sign to `k`, and that would match another person's address.
 */
export function plainEmail(email: string): string {
  return email.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Whether two e-mail addresses are the same, ignoring case. An address that is undefined never matches. */
export function sameEmail(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plainEmail(one) === plainEmail(other)
}

/** Links a Slack person to a Dremio user, and says how, when and by whom that was proved. */
export const linkSchema = z.object({
  person: z.string(),
  /** Dremio's user id. */
  uid: z.uuid(),
  /** Dremio's name of that user, for people to recognise. Empty if it was not looked up. */
  dremioName: z.string(),
  proof: z.enum(['email', 'sign-in', 'administrator']),
  /** The e-mail address that matched. If the person has another address today, the link is no longer proved. */
  email: z.string().optional(),
  /** Milliseconds since epoch. */
  at: z.number().int(),
  /** Slack id of the person who made the link. */
  by: z.string(),
})
export type Link = z.infer<typeof linkSchema>
