// Admits a person who is an approver today: named by a rule, in a group that a rule names, or the manager of somebody.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../access/admit-person.ts'
import { findColleague } from '../people/find-colleague.ts'
import { findManager } from '../people/find-manager.ts'

/** At a click so many people are asked for their manager, the newest first. */
const MOST_ASKED = 3
/** What Slack answers about people who are gone. */
const gone: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible'])

/**
 * Throws `not_an_approver`, and `slack_unavailable` or `slack_scope_missing` if the answer depends on a group or a
 * profile that cannot be read.
 */
export async function admitApprover(ports: Ports, actor: Actor): Promise<Person> {
  const person = await admit(ports, actor)
  const { id } = person
  if (isNamed(ports, id)) return person
  const inGroup = await settled(isInGroup(ports, id))
  if (inGroup.is) return person
  const isManager = await settled(asksManagers(ports) && isManagerNow(ports, id))
  if (isManager.is) return person
  // Unknown must not be treated as no.
  if (inGroup.failure ?? isManager.failure) throw inGroup.failure ?? isManager.failure
  throw new BotError('not_an_approver', { of: 'anything', asksManagers: asksManagers(ports) })
}

/**
 * The same for offering what approvers do: a manager is whoever was seen to be one, without a call to Slack for it, and
 * an outage hides nothing.
 */
export async function mayBeApprover(ports: Ports, id: string): Promise<boolean> {
  if (isNamed(ports, id)) return true
  const inGroup = await settled(isInGroup(ports, id))
  if (inGroup.is || isBotError(inGroup.failure, 'slack_unavailable')) return true
  return asksManagers(ports) && (await ports.managersSeen.peopleOf(id)).length > 0
}

/** By a rule itself, or by the policy's map of managers if a rule asks managers. */
function isNamed(ports: Ports, id: string): boolean {
  const isInMap = Object.values(ports.policy().managers.map).includes(id)
  return entriesIn(ports).has(`user:${id}`) || (isInMap && asksManagers(ports))
}

function asksManagers(ports: Ports): boolean {
  return entriesIn(ports).has('manager')
}

function entriesIn({ policy }: Ports): Set<string> {
  return new Set(
    policy().rules.flatMap((rule) => (rule.then === 'review' ? [...rule.approvers, ...rule.fallback] : [])),
  )
}

async function isInGroup(ports: Ports, id: string): Promise<boolean> {
  const groups = [...entriesIn(ports)].filter((entry) => entry.startsWith('group:'))
  const members = await Promise.all(groups.map((group) => ports.directory.membersOf(group.slice('group:'.length))))
  return members.some((ids) => ids !== 'missing' && ids.includes(id))
}

/**
 * Managers stand in other people's profiles, which cannot be searched. So the people whose manager this person was seen
 * to be are asked again, and who has another manager by now is not asked a second time.
 */
async function isManagerNow(ports: Ports, id: string): Promise<boolean> {
  const failures: unknown[] = []
  for (const report of (await ports.managersSeen.peopleOf(id)).slice(0, MOST_ASKED)) {
    try {
      const manager = (await findColleague(ports, report)) && (await findManager(ports, report))
      if (manager?.is === 'known' && manager.id === id) return true
      if (manager?.is === 'unreadable')
        throw new BotError('slack_scope_missing', { operation: 'see whose manager you are', scope: manager.scope })
    } catch (error) {
      const isGone = isBotError(error, 'slack_unavailable') && gone.has(error.facts.reason)
      if (!isGone) {
        failures.push(error)
        continue
      }
    }
    await ports.managersSeen.forget(id, report)
  }
  if (failures.length > 0) throw failures[0]
  return false
}

async function settled(answer: Promise<boolean> | boolean): Promise<{ is: boolean; failure?: unknown }> {
  try {
    return { is: await answer }
  } catch (failure) {
    return { is: false, failure }
  }
}
