// Who somebody is: what Slack says of them, whether we serve them, and which Dremio user they are.
import { z } from 'zod'
import { BotError, type EmailRefusal, type PersonRefusal } from '../errors.ts'

/** Who clicked or typed, as Slack's signed payload says it. Nothing else ever names an actor. */
export interface Actor {
  /** Slack user id (`U…` or `W…`). Unique within one workspace or organization, which is all one bot token serves. */
  id: string
}

/** A person as Slack knows them at this moment. */
export interface Person {
  id: string
  /** What colleagues call them; written by themselves, so never trusted and always escaped. */
  name: string
  /** Workspaces (`T…`) that they belong to. */
  teams: string[]
  /** The Enterprise organization (`E…`) that they belong to, if there is one. */
  enterprise?: string
  email?: string
  emailConfirmed: boolean
  /** IANA zone, `Europe/Berlin`. */
  timeZone: string
  deleted: boolean
  bot: boolean
  guest: boolean
  stranger: boolean
  /** Invited, but never joined. */
  invited: boolean
  /** Their Slack status says that they are on holiday, ill or out of office; whether they sit there is not asked. */
  outOfOffice: boolean
}

/** Whom we serve. */
export interface Workplace {
  /** Workspaces (`T…`) and organizations (`E…`); undefined until Slack has said which, which must not be taken for none. */
  teams: readonly string[] | undefined
  /** Lower-case domains whose e-mail addresses count as identity. */
  emailDomains: readonly string[]
}

/**
 * Why a person is not served, or undefined if they are. Throws `slack_unavailable` while it is not known whom we serve.
 * Source of the rule: https://docs.slack.dev/reference/objects/user-object (a Slack Connect colleague need not be
 * flagged as a stranger, therefore the workspace is always compared as well).
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
 * The first of the workspaces (`T…`) and organizations (`E…`) that we serve to which the person belongs, or undefined. In an
 * organization somebody may have no workspace of their own, or several. Throws `slack_unavailable` while it is not known
 * whom we serve.
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

/** The e-mail address that identifies this person, as `plainAddress` has it. Throws `email_refused`. */
export function identifyingEmail(person: Person, workplace: Workplace): string {
  const because = emailRefusalOf(person, workplace)
  if (because !== undefined || person.email === undefined) {
    throw new BotError('email_refused', { because: because ?? 'hidden' })
  }
  return plainEmail(person.email)
}

function emailRefusalOf(person: Person, workplace: Workplace): EmailRefusal | undefined {
  const address = plainEmail(person.email ?? '')
  const parts = address.split('@')
  if (parts.length !== 2 || !parts[0]) return 'hidden'
  if (!person.emailConfirmed) return 'unconfirmed'
  if (!workplace.emailDomains.includes(parts[1] ?? '')) return 'foreign domain'
  // Whoever compares it after us, Dremio or a database behind it, may fold such characters to others.
  return /^[!-~]+$/.test(address) ? undefined : 'unusable'
}

/**
 * An e-mail address as it is compared: ASCII letters in lower case, and no others. Unicode's lower case makes a k of the
 * Kelvin sign, which is somebody else's address.
 */
export function plainEmail(email: string): string {
  return email.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Whether two e-mail addresses are the same, whatever their case; an address that is not there is never the same. */
export function sameEmail(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plainEmail(one) === plainEmail(other)
}

/** Which Dremio user a Slack person is, how that was proved, when and by whom. */
export const linkSchema = z.object({
  person: z.string(),
  /** Dremio's user id. */
  uid: z.uuid(),
  /** Dremio's name of that user, for people to recognise; empty where nobody looked it up. */
  dremioName: z.string(),
  proof: z.enum(['email', 'sign-in', 'administrator']),
  /** The e-mail address that matched. A different one today means the link is no longer proved. */
  email: z.string().optional(),
  /** Milliseconds since epoch. */
  at: z.number().int(),
  /** Slack id of whoever made the link. */
  by: z.string(),
})
export type Link = z.infer<typeof linkSchema>
