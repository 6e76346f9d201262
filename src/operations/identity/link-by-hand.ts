// Lets an administrator link a person to a Dremio user; to one with another's address only with a second administrator.
import { BotError, isBotError } from '../../core/errors.ts'
import { CONFIRM_WITHIN, type LinkConfirmation } from '../../core/people/link-confirmation.ts'
import { type Actor, type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministratorNow } from '../../procedures/access/admit-administrator.ts'
import {
  type ChosenUser,
  findChosenUser,
  isOwnAddress,
  type UserChoice,
} from '../../procedures/identity/find-chosen-user.ts'
import { linkByAssignment } from '../../procedures/identity/link-by-assignment.ts'
import {
  aboutLink,
  scheduleSettling,
  settleLinkConfirmation,
} from '../../procedures/identity/settle-link-confirmation.ts'
import { missingAdministratorGroups } from '../../procedures/people/list-administrators.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

export interface LinkedByHand {
  /** Dremio's id of the user. */
  uid: string
  /** Set if another administrator has to confirm, or would have had to if there were one. */
  confirmation?: LinkConfirmation
  /** Slack ids of the administrators who could not be asked to confirm it. */
  unasked?: string[]
}

/**
 * The link is made at once if the Dremio user has the person's own confirmed address, or if there is no other
 * administrator; then both people concerned are told. Throws `dremio_user_taken`, `no_second_administrator`, `own_link`,
 * `person_refused`, what `findChosenUser` throws, and what `admitAdministratorNow` throws.
 */
export async function linkByHand(ports: Ports, actor: Actor, whom: string, choice: UserChoice): Promise<LinkedByHand> {
  const { administrator, administrators } = await admitAdministratorNow(ports, actor)
  // Without a sign-in as proof, an administrator could link themselves to any Dremio user and act as that user.
  if (whom === administrator.id && !ports.sessions.signIn) throw new BotError('own_link', {})
  const person = await ports.directory.person({ id: whom })
  const because = refusalOf(person, ports.workplace)
  if (because !== undefined) throw new BotError('person_refused', { because, whom })
  const user = await findChosenUser(ports, choice, whom)
  const { uid } = user
  const present = await ports.links.of(person.id)
  // Idempotent: the same link exists already.
  if (present?.proof === 'administrator' && present.uid === uid) return { uid }
  if (isOwnAddress(ports, person, user.email)) {
    const by = administrator.id
    if ((await linkByAssignment(ports, { person: person.id, uid, dremioName: user.name, by })) === 'taken') {
      throw new BotError('dremio_user_taken', {})
    }
    await writeAuditEntry(ports, { action: 'link.added', by, for: person.id, uid, note: 'administrator' })
    return { uid }
  }
  const others = administrators.filter((id) => id !== administrator.id && id !== person.id)
  const asked = await served(ports, others)
  if (asked.length === 0) await requireKnownAdministrators(ports)
  return ask(ports, { administrator, person, user, asked })
}

/** Whoever may delete a user group in Slack must not do away with the second administrator. */
async function requireKnownAdministrators(ports: Ports): Promise<void> {
  const missingGroups = await missingAdministratorGroups(ports)
  if (missingGroups.length > 0) throw new BotError('no_second_administrator', { missingGroups })
}

interface Asked {
  administrator: Person
  person: Person
  user: ChosenUser
  /** Slack ids. */
  asked: string[]
}

async function ask(ports: Ports, { administrator, person, user, asked }: Asked): Promise<LinkedByHand> {
  const { uid } = user
  const waiting = (await ports.linkConfirmations.everyUnsettled()).find(
    (one) => one.person === person.id && one.uid === uid && one.state === 'pending' && one.lapsesAt > ports.clock.now(),
  )
  const confirmation = waiting ?? (await create(ports, { administrator, person, user, asked }))
  const settled = await settleLinkConfirmation(ports, confirmation.id)
  if (settled?.confirmation.state === 'failed') throw new BotError('dremio_user_taken', {})
  return { uid, confirmation: settled?.confirmation ?? confirmation, unasked: settled?.refused ?? [] }
}

async function create(ports: Ports, { administrator, person, user, asked }: Asked): Promise<LinkConfirmation> {
  const at = ports.clock.now()
  const isAlone = asked.length === 0
  for (;;) {
    const confirmation: LinkConfirmation = {
      id: ports.ids.request(),
      version: 1,
      state: isAlone ? 'confirmed' : 'pending',
      person: person.id,
      uid: user.uid,
      dremioName: user.name,
      ...(user.email !== undefined && { email: user.email }),
      by: administrator.id,
      asked,
      at,
      lapsesAt: at + CONFIRM_WITHIN,
    }
    await scheduleSettling(ports, confirmation.id)
    if (!(await ports.linkConfirmations.create(confirmation))) continue
    if (!isAlone) {
      const entry = { action: 'link.confirmation_requested', by: administrator.id, ...aboutLink(confirmation) } as const
      await writeAuditEntry(ports, entry)
    }
    return confirmation
  }
}

/** Only people who can decide are asked. Somebody whom Slack does not know any more cannot. */
async function served({ directory, workplace }: Ports, ids: readonly string[]): Promise<string[]> {
  const isServed = async (id: string) => {
    try {
      return refusalOf(await directory.colleague(id), workplace) === undefined
    } catch (error) {
      if (isBotError(error, 'no_such_person')) return false
      throw error
    }
  }
  const known = await Promise.all(ids.map(isServed))
  return ids.filter((_, position) => known[position])
}
