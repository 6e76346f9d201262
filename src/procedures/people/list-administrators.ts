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

/** Throws `slack_unavailable` or `slack_scope_missing` if the answer depends on a group that cannot be read. */
export async function isAdministrator(ports: AdministratorPorts, id: string): Promise<boolean> {
  // A person who is named themselves needs no call to Slack.
  if (ports.admins.includes(id)) return true
  const { known, unread } = await readAdministrators(ports)
  if (unread && !known.includes(id)) throw unread.reason
  return known.includes(id)
}

async function readAdministrators({ admins, directory }: AdministratorPorts, age?: 'fresh') {
  const read = await Promise.allSettled(
    admins.map(async (admin) => (admin.startsWith('S') ? await directory.membersOf(admin, age) : [admin])),
  )
  return {
    known: [...new Set(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))],
    unread: read.find((one) => one.status === 'rejected'),
  }
}
