// Clears up after a claim that did not end well: whatever it left at Dremio is removed and the request opened again.
import type { Ports, Session } from '../core/ports.ts'
import { claimIsFresh, finishClaim, move, type Request } from '../core/request.ts'
import { readMark, type Token } from '../core/token.ts'
import { changeRequest } from './change-request.ts'
import { aboutRequest, record } from './record.ts'

/**
 * Safe to run at any time and any number of times. Tokens whose owner was shown them stay; a claim that may still be
 * running is left alone, unless `own` says that it is the caller's and over. Throws the codes of Dremio and Redis: then
 * nothing is certain and it is to be run again.
 */
export async function settleClaim(
  ports: Ports,
  request: Request,
  session: Session,
  own?: { tid: string | undefined },
): Promise<Request> {
  const known = (await ports.tokens.of(request.requester)).filter((token) => token.request === request.id)
  const shown = known.filter((token) => token.delivery !== 'undelivered' && token.state !== 'revoked')
  const running = own === undefined && claimIsFresh(request, ports.clock.now())
  const left = await leftovers(ports, request, session, shown, running)
  // The id of a token that was just made is known even where Dremio does not list it yet.
  if (own?.tid !== undefined && !shown.some(({ tid }) => tid === own.tid)) left.add(own.tid)
  for (const tid of left) {
    await ports.dremioTokens.revoke(session, tid)
    await forget(
      ports,
      known.find((token) => token.tid === tid),
    )
  }
  if (running || (request.state !== 'claiming' && request.state !== 'unsure')) return request
  return reopen(ports, request, shown, left.size)
}

/** Ids of the tokens at Dremio that carry this request's mark and that nobody was shown. */
async function leftovers(
  ports: Ports,
  request: Request,
  session: Session,
  shown: Token[],
  running: boolean,
): Promise<Set<string>> {
  const listed = await ports.dremioTokens.list(session)
  const marked = listed.filter(({ tid, label }) => {
    const mark = readMark(label)
    if (mark.request !== request.id || shown.some((token) => token.tid === tid)) return false
    return !(running && mark.attempt === request.claim?.attempt)
  })
  return new Set(marked.map(({ tid }) => tid))
}

async function reopen(ports: Ports, request: Request, shown: Token[], removed: number): Promise<Request> {
  // The process may have died after the showing and before writing "claimed": then the person has it.
  const held = shown.at(-1)
  const settled = await changeRequest(ports, request.id, (before) =>
    held ? finishClaim(before, held.tid) : move(before, 'undoClaim'),
  )
  await ports.alarms.clear('settle-claim', request.id)
  const note = held ? 'was shown' : `${removed} removed`
  await record(ports, { deed: 'claim settled', by: 'bot', ...aboutRequest(settled), note })
  await ports.messenger.showRequest(settled)
  return settled
}

async function forget(ports: Ports, token: Token | undefined): Promise<void> {
  if (token) await ports.tokens.swap(token, { ...token, version: token.version + 1, state: 'revoked' })
}
