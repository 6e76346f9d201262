// Takes *Request again* off the card of an earlier request once the same token is asked for again.
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { showRequestCards } from './publish-request-cards.ts'
import { EARLIER_REQUESTS } from './request-context.ts'

/** Only the newest of them still has the button. A button that stays is no harm: the form says that the label is in use. */
export async function settleEarlierCards(ports: Ports, { id, requester, label }: Request): Promise<void> {
  try {
    const closed = await ports.requests.closedOf(requester, EARLIER_REQUESTS)
    const earlier = closed.find((one) => one.id !== id && one.label.toLowerCase() === label.toLowerCase())
    if (!earlier) return
    const { approvers, channel, earlierChannels = [] } = earlier
    const others = [...approvers, ...earlierChannels, ...(channel === undefined ? [] : [channel])]
    await showRequestCards(ports, earlier, undefined, others)
  } catch (error) {
    ports.messenger.lost(error, 'show a card')
  }
}
