// Draws the messages on which a token stands: its own request's cards, those of its successor's, and the leak report.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { publishRequestCards } from './publish-request-cards.ts'
import { showLeakReport } from './show-leak-report.ts'

export async function refreshTokenCards(ports: Ports, tid: string): Promise<void> {
  const token = await ports.tokens.find(tid)
  const successor = token?.replacedBy === undefined ? undefined : await ports.tokens.find(token.replacedBy)
  for (const id of [token?.request, successor?.request]) {
    const request = id === undefined ? undefined : await ports.requests.find(id)
    if (request) await publishRequestCards(ports, request)
  }
  if (token) await showLeakReport(ports, token)
}

/** For a click about a token that works no more: whoever ended it may have died before the card said so. Throws `error`. */
export async function refreshTokenCardsAfter(ports: Ports, tid: string, error: unknown): Promise<never> {
  if (isBotError(error, 'token_stale')) await refreshTokenCards(ports, tid)
  throw error
}
