// Does what is still to be done for a link that needs a second administrator: makes it, or lets it lapse, and tells.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import { end, type LinkConfirmation, stateAt } from '../../core/people/link-confirmation.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { type ShownLink, showLinkConfirmation } from '../messages/show-link-confirmation.ts'
import { compareAndSwap } from '../records/compare-and-swap.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { linkByAssignment } from './link-by-assignment.ts'

/** Set before each change, so that a crash after it leaves neither a link unmade nor anybody untold. */
export async function scheduleSettling(ports: Pick<Ports, 'alarms' | 'clock'>, id: string): Promise<void> {
  await ports.alarms.set('settle-link-confirmation', id, ports.clock.now() + MINUTE)
}

/** `change` throws `link_confirmation_over` if somebody else, or time, was first. */
export function updateLinkConfirmation(
  ports: Pick<Ports, 'linkConfirmations' | 'alarms' | 'clock'>,
  id: string,
  change: (before: LinkConfirmation) => LinkConfirmation,
): Promise<LinkConfirmation> {
  return compareAndSwap(
    {
      async read() {
        const confirmation = await ports.linkConfirmations.find(id)
        if (!confirmation) throw new BotError('no_such_request', {})
        return confirmation
      },
      beforeWriting: () => scheduleSettling(ports, id),
      swap: (before, after) => ports.linkConfirmations.swap(before, after),
    },
    change,
    () => new BotError('broken', {}),
  )
}

/**
 * Idempotent: a second call goes on where the first one stopped. Resolves to how it stands, and to whether everybody who
 * waits for it was told, as in `ShownLink`; undefined if there is no such confirmation.
 */
export async function settleLinkConfirmation(
  ports: Ports,
  id: string,
): Promise<({ confirmation: LinkConfirmation } & ShownLink) | undefined> {
  const found = await ports.linkConfirmations.find(id)
  if (!found) return undefined
  const confirmation = await carriedOut(ports, found)
  const { isTold, refused } = await showLinkConfirmation(ports, confirmation)
  if (confirmation.state === 'pending') {
    if (isTold) await ports.alarms.set('settle-link-confirmation', id, confirmation.lapsesAt)
  } else if (isTold) {
    await ports.alarms.clear('settle-link-confirmation', id)
  }
  return { confirmation, isTold, refused }
}

async function carriedOut(ports: Ports, confirmation: LinkConfirmation): Promise<LinkConfirmation> {
  const { state, linkedAt, by, decidedBy } = confirmation
  if (state === 'pending' && stateAt(confirmation, ports.clock.now()) === 'lapsed') {
    return advance(ports, confirmation, (before) => end(before, 'lapsed', 'pending'), {
      action: 'link.confirmation_lapsed',
      by: 'bot',
      ...aboutLink(confirmation),
    })
  }
  if (state !== 'confirmed' || linkedAt !== undefined) return confirmation
  if ((await linkByAssignment(ports, confirmation)) === 'taken') {
    return advance(ports, confirmation, (before) => end(before, 'failed', 'confirmed'), {
      action: 'link.failed',
      by: 'bot',
      ...aboutLink(confirmation, 'the Dremio user is linked to somebody else'),
    })
  }
  const second = decidedBy === undefined ? 'no other administrator' : `confirmed by ${decidedBy}`
  const made = (before: LinkConfirmation) => ({
    ...before,
    version: before.version + 1,
    linkedAt: ports.clock.now(),
  })
  return advance(ports, confirmation, made, { action: 'link.added', by, ...aboutLink(confirmation, second) })
}

/** Another process may be doing the same at this moment. The one that stores it writes the audit entry. */
async function advance(
  ports: Ports,
  confirmation: LinkConfirmation,
  change: (before: LinkConfirmation) => LinkConfirmation,
  entry: AuditEntry,
): Promise<LinkConfirmation> {
  let isOurs = false
  const after = await updateLinkConfirmation(ports, confirmation.id, (before) => {
    isOurs = before.version === confirmation.version
    return isOurs ? change(before) : before
  })
  if (isOurs) await writeAuditEntry(ports, entry)
  return after
}

/** The fields of every audit entry about a link that an administrator makes. */
export function aboutLink({ person, uid, dremioName, email }: LinkConfirmation, ...more: string[]) {
  const user = dremioName || email || uid
  return { for: person, uid, note: ['administrator', `Dremio user ${user}`, ...more].join(', ') }
}
