// A directory for one walk over everybody: each person, group and manager is asked for once, and what fails is not tried again.
import { isBotError } from '../../core/errors.ts'
import type { Directory, GroupMembers } from '../../core/ports.ts'

export interface OneLook extends Directory {
  /** Ids of the groups that could not be read. */
  unreadGroups: ReadonlySet<string>
  /** Slack ids of those whose manager could not be read. */
  unreadManagers: ReadonlySet<string>
}

/**
 * Hundreds of requests name the same groups and people: one look is quick, spares Slack's limits, and tells the same of
 * each of them.
 */
export function oneLook(directory: Directory): OneLook {
  const unreadGroups = new Set<string>()
  const unreadManagers = new Set<string>()
  const groups = once((group): Promise<GroupMembers> => noting(directory.membersOf(group), group, unreadGroups))
  const people = once((id) => directory.colleague(id))
  // The fields differ between policies.
  const managers = new Map<string, (person: string) => Promise<string | undefined>>()
  return {
    ...directory,
    unreadGroups,
    unreadManagers,
    membersOf: (group) => groups(group),
    colleague: (id) => people(id),
    managerOf(person, field) {
      const inField =
        managers.get(field) ?? once((whose) => noting(directory.managerOf(whose, field), whose, unreadManagers))
      managers.set(field, inField)
      return inField(person)
    },
  }
}

/** Asks once for each id, also where several ask at the same time. */
export function once<Found>(find: (id: string) => Promise<Found>): (id: string) => Promise<Found> {
  const found = new Map<string, Promise<Found>>()
  return (id) => {
    const finding = found.get(id) ?? find(id)
    found.set(id, finding)
    return finding
  }
}

async function noting<Found>(reading: Promise<Found>, id: string, unread: Set<string>): Promise<Found> {
  try {
    return await reading
  } catch (error) {
    if (isBotError(error, 'slack_unavailable', 'slack_scope_missing')) unread.add(id)
    throw error
  }
}
