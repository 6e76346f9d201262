// Gives blocks and elements the ids that Slack makes up where the bot gave none.
import type { Block } from './limits/blocks.ts'

let count = 0
const madeUp = () => `made-up-${++count}`

/** The blocks with a block_id on each and an action_id on everything that can be pressed or filled. */
export function withIds<Kind extends Block>(blocks: readonly Kind[]): Kind[] {
  return blocks.map((given) => {
    const block = { ...given, block_id: given.block_id ?? madeUp() } as Block
    if (block.type === 'actions') {
      block.elements = block.elements.map((element) => ({ ...element, action_id: element.action_id ?? madeUp() }))
    } else if (block.type === 'input') {
      block.element = { ...block.element, action_id: block.element.action_id ?? madeUp() }
    } else if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') {
      block.accessory = { ...block.accessory, action_id: block.accessory.action_id ?? madeUp() }
    }
    return block as Kind
  })
}
