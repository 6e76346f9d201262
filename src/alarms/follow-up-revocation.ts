// Follows up the tokens that an administrator could not end: tries again, asks their owner again, and says how it went.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { DAY, MINUTE } from '../core/time/duration.ts'
import { isAlive, type Token } from '../core/tokens/token.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { findPresentPerson } from '../procedures/people/find-present-person.ts'
import { updateToken } from '../procedures/records/update-token.ts'
import { endOneToken } from '../procedures/revocation/end-one-token.ts'

/** How often their owner is asked again, once a day. The tokens stay outstanding after that. */
const MOST_ASKED = 7
const SOON = 15 * MINUTE

type Left = Token & { ended: NonNullable<Token['ended']> }

/** `owner` is a Slack id. Throws `slack_unavailable` and `redis_unavailable`; it then has to run again soon. */
export async function followUpRevocation(ports: Ports, owner: string): Promise<void> {
  let next: number | undefined
  for (const left of await everythingLeft(ports, owner)) {
    const again = await followUp(ports, owner, left)
    if (again !== undefined) next = Math.min(next ?? again, again)
  }
  // Set at the end, because an alarm that is set while it is running is not retried soon after a failure.
  if (next !== undefined) await ports.alarms.set('follow-up-revocation', owner, next)
}

/** The alarms of everybody of whom a token is left. */
export async function* revocationsToFollowUp({ tokens, clock }: Ports): AsyncIterable<AlarmMoment> {
  const now = clock.now()
  for await (const token of tokens.everyUnsettled()) {
    const { owner, ended } = token
    if (!ended) continue
    const due = isAlive(token, now) ? Math.max(ended.at + DAY, now) : now
    yield { kind: 'follow-up-revocation', id: owner, due }
  }
}

/** What was left by each deed: two administrators may have done it one after the other. */
async function everythingLeft(ports: Ports, owner: string): Promise<Left[][]> {
  const deeds = new Map<string, Left[]>()
  for (const token of await ports.tokens.of(owner)) {
    const { ended } = token
    if (!ended) continue
    const deed = `${ended.by} ${ended.at}`
    deeds.set(deed, [...(deeds.get(deed) ?? []), { ...token, ended }])
  }
  return [...deeds.values()]
}

/** Resolves to when it has to be looked at again, milliseconds since epoch. Undefined if nothing is left. */
async function followUp(ports: Ports, owner: string, left: Left[]): Promise<number | undefined> {
  const [first] = left
  if (!first) return undefined
  const { by, at } = first.ended
  let isTemporary = false
  const open: Left[] = []
  for (const token of left) {
    if (!isAlive(token, ports.clock.now())) continue
    const end = await endOneToken(ports, token, by)
    if (end === 'later') isTemporary = true
    if (end === 'later' || end === 'left') open.push(token)
  }
  const now = ports.clock.now()
  const day = Math.floor((now - at) / DAY)
  const about = { owner, by, at, open, left }
  if (open.length === 0) {
    requireDelivered((await ports.messenger.tellOfEndedTokens('done', about)) !== 'unavailable')
    for (const { tid } of left) await updateToken(ports, tid, ({ ended: _, ...token }) => token)
    return undefined
  }
  if (day >= 1) {
    requireDelivered((await ports.messenger.tellOfEndedTokens('left', about)) !== 'unavailable')
    const mayAsk = day <= MOST_ASKED && (await findPresentPerson(ports, owner)) !== undefined
    if (mayAsk) requireDelivered((await ports.messenger.askToRevoke(about, day)) !== 'unavailable')
  }
  if (isTemporary) return now + SOON
  // Also at the moment at which the first one expires, because that may have been the last.
  return Math.min(at + (day + 1) * DAY, ...open.map(({ expiresAt }) => expiresAt))
}
