// auth.test, team.info and conversations.open: who the bot is, where, and its DM with a person.
import type { Method } from './methods.ts'
import { Refusal } from './refusal.ts'

export const authTest: Method = ({ team, bot }) => ({
  url: `https://${team.domain}.slack.com/`,
  team: team.name,
  user: bot.name,
  team_id: team.id,
  user_id: bot.userId,
  bot_id: bot.botId,
  is_enterprise_install: false,
})

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
