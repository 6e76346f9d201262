// Turns those whom a rule names into people: served by us, not the requester, each once.
import { isBotError } from '../core/errors.ts'
import { refusalOf } from '../core/person.ts'
import type { Approver, Referral } from '../core/policy.ts'
import type { Directory, Ports } from '../core/ports.ts'

/** A directory that knows who leads whom; without it, only the policy's own map says so. */
type Leading = Directory & {
  /** Slack id of the manager of whoever has this Slack id. Throws `slack_unavailable`. */
  managerOf?(person: string): Promise<string | undefined>
}

/**
 * Slack ids of those who decide from the first moment: the approvers, and the fallback as well where they are fewer than
 * must agree. Throws as `namePeople`.
 */
export async function nameApprovers(
  ports: Ports,
  { approvers, fallback, quorum }: Pick<Referral, 'approvers' | 'fallback' | 'quorum'>,
  requester: string,
): Promise<string[]> {
  const named = await namePeople(ports, approvers, requester)
  if (named.length >= quorum) return named
  return [...new Set([...named, ...(await namePeople(ports, fallback, requester))])]
}

/** Slack ids. Who left, is a guest or does not exist is passed over; a group that cannot be read throws. */
export async function namePeople(ports: Ports, approvers: readonly Approver[], requester: string): Promise<string[]> {
  const named = await Promise.all(approvers.map((approver) => idsOf(ports, approver, requester)))
  const others = [...new Set(named.flat())].filter((id) => id !== requester)
  const served = await Promise.all(others.map((id) => isServed(ports, id)))
  return others.filter((_, index) => served[index])
}

async function idsOf(ports: Ports, approver: Approver, requester: string): Promise<string[]> {
  if (approver === 'manager') {
    const directory: Leading = ports.directory
    const manager = ports.policy().managers.map[requester] ?? (await directory.managerOf?.(requester))
    return manager === undefined ? [] : [manager]
  }
  const id = approver.slice(approver.indexOf(':') + 1)
  return approver.startsWith('group:') ? ports.directory.membersOf(id) : [id]
}

async function isServed(ports: Ports, id: string): Promise<boolean> {
  try {
    return refusalOf(await ports.directory.person({ id }), ports.workplace) === undefined
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return false
    throw error
  }
}
