// A message about a request that was asked again since: everything but *Request again*.
import type { KnownBlock } from '@slack/types'
import { buttons } from '../../action-catalog.ts'

/** A row that has no other button goes with it. */
export function withoutRequestAgain(blocks: readonly KnownBlock[]): KnownBlock[] {
  return blocks.flatMap((block): KnownBlock[] => {
    if (block.type !== 'actions') return [block]
    const elements = block.elements.filter((element) => element.action_id !== buttons.requestAgain.id)
    return elements.length === 0 ? [] : [{ ...block, elements }]
  })
}
