// Lists the administrators of this moment: the people named in ADMINS, and the members of the groups named there.
import type { Ports } from '../../core/ports.ts'
import { findColleague } from './find-colleague.ts'

type AdministratorPorts = Pick<Ports, 'admins' | 'directory'>

/**
 * Slack ids of those who are served, because nobody else is told anything. If a group cannot be read, only its members
 * are missing. Throws the failure of a group if no administrator is left.
 */
export async function listAdministrators(ports: AdministratorPorts & Pick<Ports, 'workplace'>): Promise<string[]> {
  const { known, unread } = await readAdministrators(ports)
  if (unread && known.length === 0) throw unread.reason
  // A person who cannot be looked up now may be served.
  const served = await Promise.all(known.map((id) => findColleague(ports, id).then(Boolean, () => true)))
  return known.filter((_, index) => served[index])
}

/**
 * Slack ids of all of them, from Slack at this moment. Throws the failure of a group that cannot be read, because whoever
 * may be in it must be neither overlooked nor let in.
 */
export async function listAdministratorsNow(ports: AdministratorPorts): Promise<string[]> {
  const { known, unread } = await readAdministrators(ports, 'fresh')
  if (unread) throw unread.reason
  return known
}

/**
 * With `fresh` from Slack at this moment. Throws `slack_unavailable` or `slack_scope_missing` if the answer depends on a group
 * that cannot be read.
 */
export async function isAdministrator(ports: AdministratorPorts, id: string, age?: 'fresh'): Promise<boolean> {
  // A person who is named themselves needs no call to Slack.
  if (ports.admins.includes(id)) return true
  const { known, unread } = await readAdministrators(ports, age)
  if (unread && !known.includes(id)) throw unread.reason
  return known.includes(id)
}

/** Ids of the groups in ADMINS that Slack does not have: nobody is a bot admin by them. Throws `slack_unavailable`. */
export async function missingAdministratorGroups({ admins, directory }: AdministratorPorts): Promise<string[]> {
  const groups = admins.filter(isGroup)
  const members = await Promise.all(groups.map((group) => directory.membersOf(group)))
  return groups.filter((_, index) => members[index] === 'missing')
}

/** A group that does not exist has nobody in it. */
async function readAdministrators({ admins, directory }: AdministratorPorts, age?: 'fresh') {
  const read = await Promise.allSettled(
    admins.map(async (admin): Promise<readonly string[]> => {
      if (!isGroup(admin)) return [admin]
      const members = await directory.membersOf(admin, age)
      return members === 'missing' ? [] : members
    }),
  )
  return {
    known: [...new Set(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))],
    unread: read.find((one) => one.status === 'rejected'),
  }
}

function isGroup(admin: string): boolean {
  return admin.startsWith('S')
}
