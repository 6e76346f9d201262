// auth.test, team.info and conversations.open: who the bot is, where, and its DM with a person.
import type { World } from '../world.ts'
import type { Method } from './methods.ts'
import { Refusal } from './refusal.ts'

export const authTest: Method = ({ team, organization, bot }) => ({
  url: `https://${team.domain}.slack.com/`,
  team: organization?.name ?? team.name,
  user: bot.name,
  // An organization's token is no workspace's.
  team_id: organization?.id ?? team.id,
  user_id: bot.userId,
  bot_id: bot.botId,
  ...(organization && { enterprise_id: organization.id }),
  is_enterprise_install: organization !== undefined,
})

/** Two a page, so that whoever reads it has to turn pages. */
export const authTeams: Method = ({ organization, team }, args) => {
  const all = organization?.workspaces ?? [team.id]
  const from = Number(args.cursor || 0)
  const next = from + 2 < all.length ? String(from + 2) : ''
  return {
    teams: all.slice(from, from + 2).map((id) => ({ id, name: id })),
    response_metadata: { next_cursor: next },
  }
}

/** The workspace that a call of an organization's token is about: some methods cannot do without. */
export function workspaceOf({ organization, team }: World, args: Record<string, unknown>): string {
  if (!organization) return team.id
  if (!args.team_id) throw new Refusal('missing_argument')
  const id = String(args.team_id)
  if (!organization.workspaces.includes(id)) throw new Refusal('team_access_not_granted')
  return id
}

export const teamInfo: Method = ({ team }) => ({
  team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: { image_default: true } },
})

export const openConversation: Method = (world, args) => {
  const users = String(args.users ?? '')
    .split(',')
    .filter(Boolean)
  const given = typeof args.channel === 'string' ? world.dmPartner(args.channel) : undefined
  if (users.length === 0 && !given) throw new Refusal(args.channel ? 'channel_not_found' : 'users_list_not_supplied')
  if (users.length > 1)
    throw new Refusal('missing_scope', { needed: 'mpim:write', provided: [...world.scopes].join(',') })
  const person = given ?? world.people.get(users[0] ?? '')
  if (!person) throw new Refusal('user_not_found')
  if (person.deleted) throw new Refusal('user_disabled')
  if (person.isBot) throw new Refusal('cannot_dm_bot')
  const id = world.dmOf(person.id)
  const whole = args.return_im === true || args.return_im === 'true'
  return { channel: whole ? { id, is_im: true, user: person.id, created: 0, is_open: true } : { id } }
}
