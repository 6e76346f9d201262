// People and groups, read from Slack: who somebody is now, and who belongs to a user group.
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { MINUTE } from '../core/lifetime.ts'
import type { Actor, Person } from '../core/person.ts'
import type { Clock, Directory } from '../core/ports.ts'
import { askSlack, reasonOf } from './client.ts'

/** The contract's "at most a minute old". */
const GROUP_AGE = MINUTE

export function createDirectory(client: WebClient, clock: Clock): Directory {
  const groups = new Map<string, { members: string[]; readAt: number }>()
  return {
    person: (actor) => readPerson(client, actor),
    async membersOf(group) {
      const known = groups.get(group)
      if (known && clock.now() - known.readAt < GROUP_AGE) return known.members
      const answer = await askSlack('read a user group', () => client.usergroups.users.list({ usergroup: group }))
      const members = answer.users ?? []
      groups.set(group, { members, readAt: clock.now() })
      return members
    },
  }
}

type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>

/** Never cached: whether somebody left or became a guest is decided at the click. */
async function readPerson(client: WebClient, { id }: Actor): Promise<Person> {
  try {
    const { user } = await client.users.info({ user: id })
    if (!user) throw new BotError('no_such_person', { words: id })
    return toPerson(id, user)
  } catch (error) {
    if (error instanceof BotError) throw error
    const reason = reasonOf(error)
    if (reason === 'user_not_found' || reason === 'user_not_visible')
      throw new BotError('no_such_person', { words: id })
    throw new BotError('slack_unavailable', { doing: 'read who you are', reason })
  }
}

// Fields: https://docs.slack.dev/reference/objects/user-object
function toPerson(id: string, user: SlackUser): Person {
  const email = user.profile?.email
  return {
    id,
    name: user.profile?.display_name || user.real_name || user.name || id,
    teams: [user.team_id, ...(user.enterprise_user?.teams ?? [])].filter((team) => team !== undefined),
    ...(email !== undefined && { email }),
    // Slack sends the flag for every person; only emulators leave it out. Whoever has it unset is refused.
    emailConfirmed: user.is_email_confirmed !== false,
    timeZone: user.tz ?? 'UTC',
    deleted: user.deleted === true,
    // Slackbot calls itself a person.
    bot: user.is_bot === true || isWorkflow(user) || id === 'USLACKBOT',
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    stranger: (user as { is_stranger?: boolean }).is_stranger === true,
    invited: user.is_invited_user === true,
  }
}

function isWorkflow(user: SlackUser): boolean {
  return (user as { is_workflow_bot?: boolean }).is_workflow_bot === true
}
