// Stores that note whose Home changes with each record that they write: no operation has to think of it.
import type { Home } from '../../core/home.ts'
import type { Ports } from '../../core/ports.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'
import type { Request } from '../../core/requests/request.ts'
import { decidersOf } from '../../core/requests/review.ts'

type Followed = Pick<Ports, 'requests' | 'tokens' | 'reminderRecords' | 'links' | 'linkConfirmations' | 'delegations'>

/**
 * Noted before each write, so that no crash leaves somebody with an old Home on the screen; the alarm comes after the
 * write. Every method throws `redis_unavailable` also if that fails, and then nothing was written.
 */
export function followChanges(
  { requests, tokens, reminderRecords, links, linkConfirmations, delegations }: Followed,
  { homes, clock }: Pick<Ports, 'homes' | 'clock'>,
): Followed {
  const note = (...people: (string | undefined)[]) =>
    homes.noteChange(
      people.filter((id) => id !== undefined),
      clock.now(),
    )
  return {
    requests: {
      ...requests,
      async create(request, entries) {
        await note(...peopleOf(request))
        return requests.create(request, entries)
      },
      async swap(before, after, entries) {
        await note(...peopleOf(before), ...peopleOf(after))
        return requests.swap(before, after, entries)
      },
    },
    tokens: {
      ...tokens,
      async add(token) {
        await note(token.owner)
        await tokens.add(token)
      },
      async swap(before, after, entries) {
        await note(before.owner)
        return tokens.swap(before, after, entries)
      },
    },
    reminderRecords: {
      ...reminderRecords,
      async swap(before, after, entries) {
        if (shown(before) !== shown(after)) await note(after.person)
        return reminderRecords.swap(before, after, entries)
      },
    },
    links: {
      ...links,
      async add(link) {
        await note(link.person)
        return links.add(link)
      },
      async assign(link) {
        await note(link.person)
        return links.assign(link)
      },
      async remove(person) {
        await note(person)
        return links.remove(person)
      },
    },
    linkConfirmations: {
      ...linkConfirmations,
      async create(confirmation) {
        await note()
        return linkConfirmations.create(confirmation)
      },
      async swap(before, after) {
        await note()
        return linkConfirmations.swap(before, after)
      },
    },
    delegations: {
      ...delegations,
      async set(delegation) {
        await note(delegation.approver, delegation.delegate)
        await delegations.set(delegation)
      },
      async remove(approver) {
        await note(approver, (await delegations.of(approver).catch(() => undefined))?.delegate)
        return delegations.remove(approver)
      },
    },
  }
}

function peopleOf(request: Request): string[] {
  return [request.requester, ...request.approvers, ...decidersOf(request)]
}

/** What Home shows of a reminder record; the rest changes with every reminder. */
function shown({ off, before, at, externalTokens }: ReminderRecord): string {
  const tokens = externalTokens.map(({ tid, label, expiresAt, gone }) => [tid, label, expiresAt, gone])
  const settings: Partial<Record<keyof Home, unknown>> = { reminders: [off, before, at], tokens }
  return JSON.stringify(settings)
}
