// users.*, team.profile.get and usergroups.users.list: who people are and which groups they are in.
import { offsetOf, type Person } from '../workspace.ts'
import type { World } from '../world.ts'
import type { Method } from './methods.ts'
import { Refusal } from './refusal.ts'
import { workspaceOf } from './team.ts'

/** The language only comes where it is asked for: https://docs.slack.dev/reference/methods/users.info */
export const info: Method = (world, args) => {
  const person = known(world, args.user, 'user_not_found')
  const { locale } = person
  return { user: { ...userRecord(world, person), ...(String(args.include_locale) === 'true' && { locale }) } }
}

export const lookupByEmail: Method = (world, args) => {
  const email = String(args.email ?? '').toLowerCase()
  const person = [...world.people.values()].find((one) => !one.deleted && one.email?.toLowerCase() === email)
  if (!person) throw new Refusal('users_not_found')
  return { user: userRecord(world, person) }
}

export const profile: Method = (world, args) => {
  const person = known(world, args.user, 'user_not_found')
  const shown = new Set(world.profileFields.filter(({ isHidden }) => !isHidden).map(({ id }) => id))
  const fields = Object.entries(person.profileFields)
    .filter(([id]) => shown.has(id))
    .map(([id, value]) => [id, { value, alt: '' }])
  return { profile: { ...profileRecord(world, person), fields: fields.length > 0 ? Object.fromEntries(fields) : null } }
}

export const teamProfile: Method = (world, args) => {
  workspaceOf(world, args)
  const fields = world.profileFields.map((field, ordering) => ({
    id: field.id,
    ordering,
    label: field.label,
    hint: '',
    type: field.type ?? 'text',
    possible_values: null,
    // Only what SCIM or an administrator sets may be believed (facts C7).
    options: { is_protected: field.isProtected ?? false, is_scim: field.isScim ?? false },
    is_hidden: field.isHidden ?? false,
    ...field.raw,
  }))
  return { profile: { fields } }
}

export const groupUsers: Method = (world, args) => {
  const workspace = workspaceOf(world, args)
  const group = world.groups.get(String(args.usergroup ?? ''))
  if (!group || (group.teamId ?? world.team.id) !== workspace) throw new Refusal('no_such_subteam')
  return { users: [...group.users] }
}

function known(world: World, id: unknown, otherwise: string): Person {
  const person = world.people.get(String(id ?? ''))
  if (!person) throw new Refusal(otherwise)
  return person
}

/** reference/objects/user-object. Flags that only exist when true are left out, as Slack does. */
export function userRecord(world: World, person: Person): Record<string, unknown> {
  const base = {
    id: person.id,
    ...(person.teamId !== null && { team_id: person.teamId }),
    name: person.name,
    deleted: person.deleted,
    profile: profileRecord(world, person),
    is_bot: person.isBot,
    is_app_user: false,
    updated: Math.floor(world.now() / 1000),
  }
  // Somebody deactivated has neither roles nor a time zone any more.
  if (person.deleted) return base
  return {
    ...base,
    color: '9f69e7',
    real_name: person.realName,
    tz: person.timeZone,
    tz_label: person.timeZone,
    tz_offset: offsetOf(person.timeZone, world.now()),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isRestricted,
    is_ultra_restricted: person.isUltraRestricted,
    is_email_confirmed: person.emailConfirmed,
    who_can_share_contact_card: 'EVERYONE',
    ...(person.isStranger && { is_stranger: true }),
    ...(person.isInvited && { is_invited_user: true }),
    ...(person.enterpriseTeams && {
      enterprise_user: {
        id: person.id,
        enterprise_id: person.enterpriseId,
        enterprise_name: 'World',
        is_admin: false,
        is_owner: false,
        teams: [...person.enterpriseTeams],
      },
    }),
  }
}

function profileRecord(world: World, person: Person): Record<string, unknown> {
  const mayReadEmail = world.scopes.has('users:read.email') && person.email !== undefined
  return {
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: person.name,
    display_name_normalized: person.name,
    title: '',
    phone: '',
    // Also when its time is over: whoever reads it has to look at the time.
    status_text: person.statusText,
    status_emoji: person.statusEmoji,
    status_emoji_display_info: [],
    status_expiration: person.statusExpiration,
    avatar_hash: 'g0',
    image_48: 'https://secure.gravatar.com/avatar/0.jpg',
    team: person.teamId ?? world.team.id,
    ...(mayReadEmail && { email: person.email }),
  }
}
