// Reads people and groups from Slack: a person's status, their manager, and the members of a user group.
import type { WebClient } from '@slack/web-api'
import { cleanLine } from '../core/clean-text.ts'
import { BotError, isBotError, type SlackOperation } from '../core/errors.ts'
import type { Person } from '../core/people/person.ts'
import type { RateLimits } from '../core/people/rate-limits.ts'
import type { Clock, Directory, GroupMembers } from '../core/ports.ts'
import { MINUTE } from '../core/time/duration.ts'
import { createLookUp, type LookUp } from './lookups.ts'
import { createManagerOf } from './manager-field.ts'
import { isOutOfOffice } from './out-of-office.ts'
import { createTtlCache } from './ttl-cache.ts'
import { createInWorkspace } from './workspaces.ts'

/** The contract allows answers that are at most a minute old. */
const TTL = MINUTE
/** No workspace has more approvers; a person takes about a kilobyte. */
const MAX_PEOPLE = 1_000
const MAX_GROUPS = 200

/**
 * The same people through two directories, so that background work cannot use up the rate limit of people at the
 * screen.
 */
export interface Directories {
  /** For people at the screen. */
  attended: Directory
  /**
   * For background work: all processes share one rate budget for `person`, which throws `slack_unavailable` beyond it.
   */
  unattended: Directory
}

export interface DirectoryWorld {
  clock: Clock
  /** The rate budget of the unattended directory. */
  limits: Pick<RateLimits, 'takeFromBudget'>
  /** The workspaces and organizations that the configuration names as served, if it names any. */
  served?: readonly string[] | undefined
  /** Called with everybody whom Slack describes. */
  onSeen?: (person: Person) => void
}

/** `client` is a separate client with `lookupOptions`. */
export function createDirectories(
  client: WebClient,
  { clock, limits, served, onSeen = () => {} }: DirectoryWorld,
): Directories {
  const lookUp = createLookUp(clock)
  const inWorkspace = createInWorkspace(client, { clock, lookUp, served })
  // A separate lookup: a rate limit in background work must not block people at the screen.
  const unattendedLookUp = createLookUp(clock)
  const people = createTtlCache((id) => readPerson({ client, clock, lookUp, onSeen }, id, 'look somebody up'), {
    clock,
    ttl: TTL,
    maxEntries: MAX_PEOPLE,
  })
  const groups = createTtlCache(
    async (group): Promise<GroupMembers> => {
      try {
        const answer = await inWorkspace(group, (where) =>
          lookUp('usergroups.users.list', 'read a user group', () =>
            client.usergroups.users.list({ usergroup: group, ...where }),
          ),
        )
        return answer.users ?? []
      } catch (error) {
        if (isBotError(error, 'slack_unavailable') && error.facts.reason === 'no_such_subteam') return 'missing'
        throw error
      }
    },
    { clock, ttl: TTL, maxEntries: MAX_GROUPS },
  )
  const attended: Directory = {
    // Never from the cache, because a click must be refused as soon as its person left or became a guest.
    person: ({ id }) => people.reload(id, () => readPerson({ client, clock, lookUp, onSeen }, id, 'read who you are')),
    colleague: (id) => people.get(id),
    known: (id) => people.peek(id),
    managerOf: createManagerOf(client, { clock, lookUp, inWorkspace }),
    membersOf: (group, age) => (age === 'fresh' ? groups.reload(group) : groups.get(group)),
    withEmail: async (email) => {
      try {
        const { user } = await lookUp('users.lookupByEmail', 'look somebody up', () =>
          client.users.lookupByEmail({ email }),
        )
        return user?.id === undefined ? undefined : toPerson(user.id, user, clock.now())
      } catch (error) {
        if (isBotError(error, 'slack_unavailable') && error.facts.reason === 'users_not_found') return undefined
        throw error
      }
    },
  }
  const unattendedPeople = people.loadedBy((id) =>
    readPerson({ client, clock, lookUp: unattendedLookUp, onSeen }, id, 'look somebody up'),
  )
  const unattended: Directory = {
    ...attended,
    person: ({ id }) =>
      unattendedPeople.reload(id, async () => {
        const wait = await limits.takeFromBudget('users.info', clock.now())
        if (wait > 0)
          throw new BotError('slack_unavailable', { operation: 'read who somebody is', reason: 'ratelimited' })
        return readPerson({ client, clock, lookUp: unattendedLookUp, onSeen }, id, 'read who somebody is')
      }),
    // It takes nothing from the budget: the approvers of a request are looked up together, and a large group would
    // exceed it.
    colleague: (id) => unattendedPeople.get(id),
  }
  return { attended, unattended }
}

type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>

interface Reading {
  client: WebClient
  clock: Clock
  lookUp: LookUp
  onSeen: (person: Person) => void
}

async function readPerson(
  { client, clock, lookUp, onSeen }: Reading,
  id: string,
  operation: SlackOperation,
): Promise<Person> {
  try {
    const { user } = await lookUp('users.info', operation, () => client.users.info({ user: id, include_locale: true }))
    if (user) {
      const person = toPerson(id, user, clock.now())
      onSeen(person)
      return person
    }
  } catch (error) {
    const isUnknown =
      isBotError(error, 'slack_unavailable') && ['user_not_found', 'user_not_visible'].includes(error.facts.reason)
    if (!isUnknown) throw error
  }
  throw new BotError('no_such_person', { words: id })
}

// Fields: https://docs.slack.dev/reference/objects/user-object
export function toPerson(id: string, user: SlackUser, now: number): Person {
  const email = user.profile?.email
  return {
    id,
    name:
      [user.profile?.display_name, user.real_name, user.name].map((name) => cleanLine(name ?? '')).find(Boolean) ?? id,
    // Slack may send neither: people in an organization may have no workspace of their own.
    teams: [user.team_id, ...(user.enterprise_user?.teams ?? [])].filter((team) => typeof team === 'string'),
    ...(user.enterprise_user?.enterprise_id && { enterprise: user.enterprise_user.enterprise_id }),
    ...(email !== undefined && { email }),
    // Slack sends this flag for every person whom the bot may look at. A missing one proves nothing.
    emailConfirmed: typeof user.is_email_confirmed === 'boolean' ? user.is_email_confirmed : 'unknown',
    timeZone: user.tz ?? 'UTC',
    ...(user.locale && { locale: user.locale }),
    deleted: user.deleted === true,
    // Slack reports Slackbot as a person.
    bot: user.is_bot === true || isWorkflow(user) || id === 'USLACKBOT',
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    stranger: (user as { is_stranger?: boolean }).is_stranger === true,
    invited: user.is_invited_user === true,
    outOfOffice: isOutOfOffice(user.profile ?? {}, now),
  }
}

function isWorkflow(user: SlackUser): boolean {
  return (user as { is_workflow_bot?: boolean }).is_workflow_bot === true
}
