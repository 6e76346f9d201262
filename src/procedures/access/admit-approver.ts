// Admits a person who may have something to review: named by a rule of today, possibly a manager, or asked already.
import { BotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from './admit-person.ts'

/** Throws `not_an_approver`, and `slack_unavailable` if the answer depends on a group that cannot be read. */
export async function admitApprover(ports: Ports, actor: Actor): Promise<Person> {
  const person = await admit(ports, actor)
  if (await mayReview(ports, person.id)) return person
  throw new BotError('not_an_approver', { of: 'anything' })
}

async function mayReview(ports: Ports, id: string): Promise<boolean> {
  const { rules, managers } = ports.policy()
  const named = new Set(rules.flatMap((rule) => (rule.then === 'review' ? [...rule.approvers, ...rule.fallback] : [])))
  // If a rule names `manager`, anybody may be one: managers stand in other people's profiles, which cannot be searched.
  if (named.has('manager') || named.has(`user:${id}`) || Object.values(managers.map).includes(id)) return true
  if ((await ports.requests.awaiting(id)).length > 0) return true
  for (const entry of named) {
    if (!entry.startsWith('group:')) continue
    if ((await ports.directory.membersOf(entry.slice('group:'.length))).includes(id)) return true
  }
  return false
}
