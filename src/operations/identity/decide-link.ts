// Lets a second administrator confirm or decline a link to a Dremio user with another's address.
import { BotError } from '../../core/errors.ts'
import { decide, end } from '../../core/people/link-confirmation.ts'
import { type Actor, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministratorNow } from '../../procedures/access/admit-administrator.ts'
import {
  aboutLink,
  settleLinkConfirmation,
  updateLinkConfirmation,
} from '../../procedures/identity/settle-link-confirmation.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/**
 * The first decision counts. Throws `no_such_request`, `own_link_confirmation`, `link_confirmation_over`,
 * `person_refused`, and what `admitAdministratorNow` throws.
 */
export async function decideLink(
  ports: Ports,
  actor: Actor,
  id: string,
  decision: 'confirmed' | 'declined',
): Promise<void> {
  const { administrator, administrators } = await admitAdministratorNow(ports, actor)
  const found = await ports.linkConfirmations.find(id)
  if (!found) throw new BotError('no_such_request', {})
  if (administrator.id === found.by) throw new BotError('own_link_confirmation', { because: 'asker' })
  if (administrator.id === found.person) throw new BotError('own_link_confirmation', { because: 'subject' })
  // Refuses a late click before anything is looked up for it.
  decide(found, decision, { by: administrator.id, at: ports.clock.now() })
  // What somebody asked for who is no administrator any more is nobody's to confirm.
  if (decision === 'confirmed' && !administrators.includes(found.by)) {
    const withdrawn = await updateLinkConfirmation(ports, id, (before) => end(before, 'withdrawn', 'pending'))
    const why = 'who asked is no administrator any more'
    await writeAuditEntry(ports, { action: 'link.confirmation_lapsed', by: 'bot', ...aboutLink(withdrawn, why) })
  } else {
    if (decision === 'confirmed') await requireServed(ports, found.person)
    const after = await updateLinkConfirmation(ports, id, (before) =>
      decide(before, decision, { by: administrator.id, at: ports.clock.now() }),
    )
    const action = decision === 'confirmed' ? 'link.confirmed' : 'link.declined'
    await writeAuditEntry(ports, { action, by: administrator.id, ...aboutLink(after) })
  }
  await settleLinkConfirmation(ports, id)
}

async function requireServed(ports: Ports, whom: string): Promise<void> {
  const because = refusalOf(await ports.directory.person({ id: whom }), ports.workplace)
  if (because !== undefined) throw new BotError('person_refused', { because, whom })
}
