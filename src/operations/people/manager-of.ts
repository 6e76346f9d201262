// Who somebody's manager is: the policy's map first, then their Slack profile, where people cannot write it themselves.
import type { Ports } from '../../core/ports.ts'

/** A Slack id, of whoever it is; not looked at further. Throws `slack_unavailable`: who cannot be read has no rights. */
export async function managerOf(
  ports: Pick<Ports, 'policy' | 'directory'>,
  person: string,
): Promise<string | undefined> {
  const { map, field } = ports.policy().managers
  return map[person] ?? (await ports.directory.managerOf(person, field))
}
