// One page of a list on Home, and the buttons to its other pages.
import type { KnownBlock } from '@slack/types'
import type { HomeList, HomePages } from '../../../core/home.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import { actions, blocksIf, button, hint } from '../block-kit.ts'
import { about } from '../rows.ts'

export interface Paged<Item> {
  items: readonly Item[]
  /** How many stand on one page. */
  size: number
  draw(item: Item, index: number): KnownBlock[]
}

/** A page that is gone by now is the last one. `title` is the list's, for screen readers. */
export function pagedList<Item>(
  words: Words,
  { list, title, pages }: { list: HomeList; title: string; pages: HomePages },
  { items, size, draw }: Paged<Item>,
): KnownBlock[] {
  const last = Math.max(0, Math.ceil(items.length / size) - 1)
  const page = Math.min(pages[list] ?? 0, last)
  const from = page * size
  const shown = items.slice(from, from + size)
  const turn = [
    ...(page > 0 ? [about(words, title, button(words, buttons.previousHomePage, `${list} ${page - 1}`))] : []),
    ...(page < last ? [about(words, title, button(words, buttons.nextHomePage, `${list} ${page + 1}`))] : []),
  ]
  return [
    ...shown.flatMap((item, index) => draw(item, from + index)),
    ...blocksIf(
      last > 0,
      hint(words.home.page({ from: from + 1, to: from + shown.length, of: items.length })),
      actions(...turn),
    ),
  ]
}
