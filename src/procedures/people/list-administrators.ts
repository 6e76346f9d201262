// Lists the administrators of this moment: the people named in ADMINS, and the members of the groups named there.
import type { Directory, Ports } from '../../core/ports.ts'

type AdministratorPorts = Pick<Ports, 'admins' | 'directory'>

/**
 * Slack ids. If a group cannot be read, only its members are missing. Throws the failure of a group if no administrator
 * is left.
 */
export async function listAdministrators(ports: AdministratorPorts): Promise<string[]> {
  const { known, unread } = await readAdministrators(ports, ports.directory.membersOf)
  if (unread && known.length === 0) throw unread.reason
  return known
}

/**
 * Slack ids of all of them, from Slack at this moment. Throws the failure of a group that cannot be read, because whoever
 * may be in it must be neither overlooked nor let in.
 */
export async function listAdministratorsNow(ports: AdministratorPorts): Promise<string[]> {
  const { known, unread } = await readAdministrators(ports, ports.directory.membersNow)
  if (unread) throw unread.reason
  return known
}

/** Throws `slack_unavailable` or `slack_scope_missing` if the answer depends on a group that cannot be read. */
export async function isAdministrator(ports: AdministratorPorts, id: string): Promise<boolean> {
  // A person who is named themselves needs no call to Slack.
  if (ports.admins.includes(id)) return true
  const { known, unread } = await readAdministrators(ports, ports.directory.membersOf)
  if (unread && !known.includes(id)) throw unread.reason
  return known.includes(id)
}

async function readAdministrators({ admins }: AdministratorPorts, membersOf: Directory['membersOf']) {
  const read = await Promise.allSettled(
    admins.map(async (admin) => (admin.startsWith('S') ? await membersOf(admin) : [admin])),
  )
  return {
    known: [...new Set(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))],
    unread: read.find((one) => one.status === 'rejected'),
  }
}
