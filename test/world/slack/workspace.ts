// The workspace: its people, user groups and channels, as a test seeds and changes them.
export interface Person {
  readonly id: string
  name: string
  realName: string
  /** Undefined: the workspace hides e-mail addresses, or there is none. */
  email: string | undefined
  /** Undefined: whoever answers in Slack's place does not say. */
  emailConfirmed: boolean | undefined
  timeZone: string
  /** The language of their Slack, as an IETF tag: `en-US`. */
  locale: string
  deleted: boolean
  isBot: boolean
  isRestricted: boolean
  isUltraRestricted: boolean
  isStranger: boolean
  isInvited: boolean
  /** Null: Slack sends none, as it may for people of an organization. */
  teamId: string | null
  /** On Enterprise: the organization, and the workspaces that the person belongs to. */
  enterpriseId: string
  enterpriseTeams: readonly string[] | undefined
  /** Whether the person has Slack open; an ephemeral message to somebody who has not is accepted and never seen. */
  active: boolean
  /** Values of custom profile fields, by field id (`Xf…`). */
  profileFields: Readonly<Record<string, string>>
  /** What the person says of themselves: an emoji, words, and until when in seconds since 1970 (0: for ever). */
  statusEmoji: string
  statusText: string
  statusExpiration: number
}

export type PersonSeed = { readonly id: string } & {
  readonly [K in Exclude<keyof Person, 'id'>]?: Person[K] | undefined
}
export type PersonChange = { readonly [K in Exclude<keyof Person, 'id'>]?: Person[K] | undefined }

export interface GroupSeed {
  readonly id: string
  /** On Enterprise: the workspace in which the group is; the first one if not said. */
  readonly teamId?: string
  readonly users: readonly string[]
  readonly handle?: string
}

export interface ChannelSeed {
  readonly id: string
  readonly name: string
  readonly botIsMember?: boolean
  readonly isPrivate?: boolean
  /** User ids; everybody if not said. */
  readonly members?: readonly string[]
}

/** An Enterprise organization for all of which the app is installed. */
export interface Organization {
  readonly id: string
  readonly name: string
  /** Workspaces to which its administrators have added the app. */
  readonly workspaces: readonly string[]
}

/** A custom field of people's profiles, such as the manager that SCIM sets. */
export interface ProfileFieldSeed {
  readonly id: string
  readonly label: string
  readonly type?: 'text' | 'long_text' | 'user' | 'date' | 'link' | 'options_list' | 'tags'
  readonly isProtected?: boolean
  readonly isScim?: boolean
  /** Taken off everybody's profile. */
  readonly isHidden?: boolean
  /** Laid over what Slack sends of the field: it has written the same thing in several ways. */
  readonly raw?: Readonly<Record<string, unknown>>
}

/** A person with everything that the seed leaves open: an active employee with a confirmed address. */
export function seedPerson(seed: PersonSeed, teamId: string, organization?: Organization): Person {
  const name = seed.name ?? seed.id.slice(1).toLowerCase()
  const given = Object.fromEntries(
    Object.entries(seed).filter(([key, value]) => value !== undefined || key === 'email'),
  )
  return {
    name,
    realName: name.charAt(0).toUpperCase() + name.slice(1),
    email: `${name}@example.com`,
    emailConfirmed: true,
    timeZone: 'UTC',
    locale: 'en-US',
    deleted: false,
    isBot: false,
    isRestricted: false,
    isUltraRestricted: false,
    isStranger: false,
    isInvited: false,
    teamId,
    enterpriseId: organization?.id ?? 'E0WORLD',
    enterpriseTeams: organization && [teamId],
    active: true,
    profileFields: {},
    statusEmoji: '',
    statusText: '',
    statusExpiration: 0,
    ...given,
    id: seed.id,
  }
}

/** Seconds east of Greenwich at that moment, as `tz_offset` has it. */
export function offsetOf(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60)
}
