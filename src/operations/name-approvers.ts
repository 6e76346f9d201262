// Turns a rule's approvers into people: served by us, not the requester, each once.

import { isBotError } from '../core/errors.ts'
import { refusalOf } from '../core/person.ts'
import type { Approver } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'

/** Slack ids. Who left, is a guest or does not exist is passed over; a group that cannot be read throws. */
export async function nameApprovers(ports: Ports, approvers: Approver[], requester: string): Promise<string[]> {
  const named = await Promise.all(
    approvers.map(async (approver) => {
      const id = approver.slice(approver.indexOf(':') + 1)
      return approver.startsWith('group:') ? ports.directory.membersOf(id) : [id]
    }),
  )
  const others = [...new Set(named.flat())].filter((id) => id !== requester)
  const served = await Promise.all(others.map((id) => isServed(ports, id)))
  return others.filter((_, index) => served[index])
}

async function isServed(ports: Ports, id: string): Promise<boolean> {
  try {
    return refusalOf(await ports.directory.person({ id }), ports.workplace) === undefined
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return false
    throw error
  }
}
