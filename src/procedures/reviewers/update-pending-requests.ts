// Applies one change to every undecided request that asks a given reviewer, and updates the cards of those it changed.
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { updateRequest } from '../records/update-request.ts'

/**
 * `reviewer` is a Slack id. `change` returns its argument if nothing changes. Resolves to the number of changed
 * requests.
 */
export async function updatePendingRequests(
  ports: Ports,
  reviewer: string,
  change: (request: Request) => Request,
): Promise<number> {
  let changes = 0
  for (const { id } of await ports.requests.awaiting(reviewer)) {
    let changed = false
    const request = await updateRequest(ports, id, (before) => {
      const after = change(before)
      changed = after !== before
      return after
    })
    if (!changed) continue
    changes += 1
    await publishRequestCards(ports, request)
  }
  return changes
}
