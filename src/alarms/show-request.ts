// The cards of a request may not be true: its change was written, and Slack was away, or we died before it was told.
import { BotError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'

export async function showRequestAlarm(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (request) heard(await ports.messenger.showRequest(request))
}

/** Throws `slack_unavailable` for what could not be said, so that the alarm comes again. */
export function heard(isSaid: boolean): void {
  if (!isSaid) throw new BotError('slack_unavailable', { doing: 'show how a request stands', reason: 'see the log' })
}
