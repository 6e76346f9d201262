// Stores that note whose Home changes with each record that they write: no operation has to think of it.
import type { Home } from '../../core/home.ts'
import type { Ports } from '../../core/ports.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'
import type { Request } from '../../core/requests/request.ts'
import { decidersOf } from '../../core/requests/review.ts'

type Followed = Pick<
  Ports,
  'requests' | 'tokens' | 'reminderRecords' | 'links' | 'linkConfirmations' | 'delegations' | 'departures'
>

/**
 * Noted before each write, so that no crash leaves somebody with an old Home on the screen, and once more after it: an
 * alarm that was due meanwhile may have read the old record. Every method throws `redis_unavailable` also if the first
 * fails, and then nothing was written.
 */
export function followChanges(
  { requests, tokens, reminderRecords, links, linkConfirmations, delegations, departures }: Followed,
  { homes, clock }: Pick<Ports, 'homes' | 'clock'>,
): Followed {
  async function noting<T>(people: readonly (string | undefined)[], write: () => Promise<T>): Promise<T> {
    const ids = people.filter((id) => id !== undefined)
    await homes.noteChange(ids, clock.now())
    const written = await write()
    await homes.noteChange(ids, clock.now()).catch(() => {})
    return written
  }
  return {
    requests: {
      ...requests,
      create: (request, entries) => noting(peopleOf(request), () => requests.create(request, entries)),
      swap: (before, after, entries) =>
        noting([...peopleOf(before), ...peopleOf(after)], () => requests.swap(before, after, entries)),
    },
    tokens: {
      ...tokens,
      add: (token) => noting([token.owner], () => tokens.add(token)),
      swap: (before, after, entries) => noting([before.owner], () => tokens.swap(before, after, entries)),
    },
    reminderRecords: {
      ...reminderRecords,
      swap(before, after, entries) {
        const write = () => reminderRecords.swap(before, after, entries)
        return shown(before) === shown(after) ? write() : noting([after.person], write)
      },
    },
    links: {
      ...links,
      add: (link) => noting([link.person], () => links.add(link)),
      assign: (link) => noting([link.person], () => links.assign(link)),
      remove: (person) => noting([person], () => links.remove(person)),
    },
    linkConfirmations: {
      ...linkConfirmations,
      create: (confirmation) => noting([], () => linkConfirmations.create(confirmation)),
      swap: (before, after) => noting([], () => linkConfirmations.swap(before, after)),
    },
    delegations: {
      ...delegations,
      set: (delegation) => noting([delegation.approver, delegation.delegate], () => delegations.set(delegation)),
      async remove(approver) {
        const delegate = (await delegations.of(approver).catch(() => undefined))?.delegate
        return noting([approver, delegate], () => delegations.remove(approver))
      },
    },
    // Bot admins read on their Home which tokens of people who left are still there.
    departures: {
      ...departures,
      add: (departure) => noting([], () => departures.add(departure)),
      remove: (person) => noting([], () => departures.remove(person)),
    },
  }
}

function peopleOf(request: Request): string[] {
  return [request.requester, ...request.approvers, ...decidersOf(request)]
}

/** What Home shows of a reminder record; the rest changes with every reminder. */
function shown({ off, before, at, externalTokens, listedAt }: ReminderRecord): string {
  const tokens = externalTokens.map(({ tid, label, expiresAt, gone }) => [tid, label, expiresAt, gone])
  const settings: Partial<Record<keyof Home, unknown>> = { reminders: [off, before, at], tokens: [listedAt, tokens] }
  return JSON.stringify(settings)
}
