// Draws the card anew of the request that a token was made for: what became of the token is told there.
import type { Ports } from '../core/ports.ts'
import { showCards } from './show-cards.ts'

export async function redrawCardOf(ports: Ports, tid: string): Promise<void> {
  const token = await ports.tokens.find(tid)
  const request = token && (await ports.requests.find(token.request))
  if (request) await showCards(ports, request)
}
