// Who the administrators are at this moment: those named in ADMINS, and the members of the groups named there.
import type { Ports } from '../../core/ports.ts'

type AdministratorPorts = Pick<Ports, 'admins' | 'directory'>

/** Slack ids. A group that cannot be read costs only its own members; throws what it threw if nobody is left at all. */
export async function listAdministrators(ports: AdministratorPorts): Promise<string[]> {
  const { known, unread } = await readAdministrators(ports)
  if (unread && known.length === 0) throw unread.reason
  return known
}

/** Throws `slack_unavailable` or `slack_scope_missing` if it hangs on a group that cannot be read. */
export async function isAdministrator(ports: AdministratorPorts, id: string): Promise<boolean> {
  // Who is named needs no group to be read.
  if (ports.admins.includes(id)) return true
  const { known, unread } = await readAdministrators(ports)
  if (unread && !known.includes(id)) throw unread.reason
  return known.includes(id)
}

async function readAdministrators({ admins, directory }: AdministratorPorts) {
  const read = await Promise.allSettled(
    admins.map(async (admin) => (admin.startsWith('S') ? await directory.membersOf(admin) : [admin])),
  )
  return {
    known: [...new Set(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))],
    unread: read.find((one) => one.status === 'rejected'),
  }
}
