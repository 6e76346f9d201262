// Who the administrators are at this moment: those named in ADMINS, and the members of the groups named there.
import type { Ports } from '../../core/ports.ts'

/** Slack ids. Throws `slack_unavailable` if a group cannot be read. */
export async function administratorsNow({ admins, directory }: Pick<Ports, 'admins' | 'directory'>): Promise<string[]> {
  const named = await Promise.all(
    admins.map(async (admin) => (admin.startsWith('S') ? await directory.membersOf(admin) : [admin])),
  )
  return [...new Set(named.flat())]
}
