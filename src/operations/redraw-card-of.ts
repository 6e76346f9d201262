// Draws the cards on which a token stands: its own request's, and that of the one that was made in its place.
import type { Ports } from '../core/ports.ts'
import { showCards } from './show-cards.ts'

export async function redrawCardOf(ports: Ports, tid: string): Promise<void> {
  const token = await ports.tokens.find(tid)
  const successor = token?.replacedBy === undefined ? undefined : await ports.tokens.find(token.replacedBy)
  for (const id of [token?.request, successor?.request]) {
    const request = id === undefined ? undefined : await ports.requests.find(id)
    if (request) await showCards(ports, request)
  }
}
