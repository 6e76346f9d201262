// Who the administrators are at this moment: those named in ADMINS, and the members of the groups named there.
import type { Ports } from '../../core/ports.ts'

/** Slack ids. A group that cannot be read costs only its own members; throws what it threw if nobody is left at all. */
export async function listAdministrators({
  admins,
  directory,
}: Pick<Ports, 'admins' | 'directory'>): Promise<string[]> {
  const read = await Promise.allSettled(
    admins.map(async (admin) => (admin.startsWith('S') ? await directory.membersOf(admin) : [admin])),
  )
  const known = [...new Set(read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])))]
  const unread = read.find((one) => one.status === 'rejected')
  if (unread && known.length === 0) throw unread.reason
  return known
}
