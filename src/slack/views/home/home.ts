// Draws somebody's Home: what waits for them first, then what they have; a bot admin's and an approver's parts above that.
import type { Button, HomeView, KnownBlock } from '@slack/types'
import { type Home, isUnread } from '../../../core/home.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, moment, section } from '../block-kit.ts'
import { administratorBlocks } from './administrating.ts'
import { needsBlocks } from './needs.ts'
import { accountBlocks, requestBlocks, tokenBlocks } from './own.ts'
import { decisionBlocks, reviewBlocks } from './reviewing.ts'

const divider: KnownBlock = { type: 'divider' }

export function homeView(words: Words, home: Home): HomeView {
  const mayRefresh = isUnread(home)
  const waiting = [...needsBlocks(words, home), ...reviewBlocks(words, home)]
  const administrator = administratorBlocks(words, home)
  return asView([
    hint(words.home.updated({ when: moment(home.now) })),
    ...blocksIf(mayRefresh, hint(words.home.unread)),
    ...waiting,
    ...blocksIf(waiting.length > 0, divider),
    actions(
      button(words, buttons.newToken, 'new', 'primary'),
      button(words, buttons.pasteLeakedToken, 'open'),
      button(words, buttons.showHelp, 'help'),
      ...(mayRefresh ? [button(words, buttons.refreshHome, 'now')] : []),
    ),
    ...blocksIf(administrator.length > 0, divider, ...administrator),
    divider,
    ...decisionBlocks(words, home),
    ...tokenBlocks(words, home),
    ...requestBlocks(words, home),
    ...accountBlocks(words, home),
  ])
}

/** For somebody who is not served: why. */
export function refusedHomeView({ text, blocks = [section(text)] }: Message): HomeView {
  return asView(blocks)
}

/** For somebody whose Home cannot be shown: why, and the button that tries again. */
export function failedHomeView(words: Words, { text, blocks = [section(text)] }: Message): HomeView {
  return asView([...blocks, actions(button(words, buttons.refreshHome, 'now'))])
}

function asView(blocks: KnownBlock[]): HomeView {
  return { type: 'home', blocks: withOneEmphasis(blocks) }
}

/** The first button that is emphasized is the one to press; more of them would say nothing. */
function withOneEmphasis(blocks: readonly KnownBlock[]): KnownBlock[] {
  let isTaken = false
  const calmed = (given: Button): Button => {
    if (given.style !== 'primary') return given
    const { style, ...plain } = given
    if (isTaken) return plain
    isTaken = true
    return given
  }
  return blocks.map((block) =>
    block.type === 'actions'
      ? { ...block, elements: block.elements.map((element) => (element.type === 'button' ? calmed(element) : element)) }
      : block,
  )
}
