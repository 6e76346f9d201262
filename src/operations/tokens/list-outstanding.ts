// Lists for administrators the tokens that should have been revoked, claims that are not settled, and tokens of leavers.

import type { Outstanding } from '../../core/outstanding.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { findOutstanding } from '../../procedures/records/find-outstanding.ts'

export async function listOutstanding(ports: Ports, actor: Actor): Promise<Outstanding> {
  await admitAdministrator(ports, actor)
  return findOutstanding(ports)
}
