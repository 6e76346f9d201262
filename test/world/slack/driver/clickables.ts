// Finds what a person can press or pick, by the words that stand on it.
import { optionsOf } from '../form-state.ts'
import { elementsOf } from '../limits/blocks.ts'
import type { Button, Interactive } from '../limits/elements.ts'
import type { Option } from '../limits/texts.ts'
import type { Sight, Surface } from './sight.ts'

export type Words = string | RegExp

export interface Pressable {
  readonly surface: Surface
  readonly block: string
  readonly button: Button
}

/** An entry of an overflow menu: opening it and choosing the entry is one press to whoever looks for those words. */
export interface OverflowEntry extends Pickable {
  readonly kind: 'entry'
}

export interface Pickable {
  readonly surface: Surface
  readonly block: string
  readonly element: Interactive
  readonly option: Option
}

/**
 * The newest surface that reads like `on` and has that button, or that entry in an overflow menu. With `beside` it must
 * stand in the block that reads like this, or in the first one below it. Throws with what there is instead.
 */
export function findButton(sight: Sight, text: Words, on?: Words, beside?: Words): Pressable | OverflowEntry {
  const seen: string[] = []
  for (const surface of readingLike(sight, on)) {
    for (const given of blocksBeside(sight, surface, beside)) {
      const block = given.block_id ?? ''
      for (const element of elementsOf(given)) {
        if (element.type === 'button') {
          if (is(element.text.text, text)) return { surface, block, button: element }
          seen.push(`[ ${element.text.text} ]`)
        }
        if (element.type !== 'overflow') continue
        for (const option of optionsOf(element)) {
          if (is(option.text.text, text)) return { kind: 'entry', surface, block, element, option }
          seen.push(`[ … ${option.text.text} ]`)
        }
      }
    }
  }
  throw new Error(nothing('button', text, on, seen, sight))
}

/** Where the newest link button of that label leads; undefined if there is none. */
export function linkLabelled(sight: Sight, label: string): string | undefined {
  const blocks = sight.surfaces().flatMap((surface) => sight.blocksOf(surface))
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      if (element.type === 'button' && element.text.text === label && element.url) return element.url
    }
  }
  return undefined
}

/** The newest surface with a menu, radio button, checkbox or overflow entry of that text. */
export function findOption(sight: Sight, text: Words, on?: Words): Pickable {
  const seen: string[] = []
  for (const surface of readingLike(sight, on)) {
    for (const block of sight.blocksOf(surface)) {
      for (const element of elementsOf(block)) {
        if (element.type === 'button') continue
        for (const option of optionsOf(element)) {
          if (is(option.text.text, text)) return { surface, block: block.block_id ?? '', element, option }
          seen.push(option.text.text)
        }
      }
    }
  }
  throw new Error(nothing('option', text, on, seen, sight))
}

function blocksBeside(sight: Sight, surface: Surface, beside: Words | undefined) {
  const blocks = sight.blocksOf(surface)
  if (beside === undefined) return blocks
  const at = blocks.findIndex((block) => readsLike(sight.readBlock(surface, block), beside))
  if (at < 0) return []
  const below = blocks.slice(at).find((block) => elementsOf(block).length > 0)
  return below ? [below] : []
}

function readingLike(sight: Sight, on: Words | undefined): readonly Surface[] {
  if (on === undefined) return sight.surfaces()
  return sight.surfaces().filter((surface) => readsLike(sight.read(surface), on))
}

const readsLike = (text: string, wanted: Words) =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)

const is = (text: string, wanted: Words) => (typeof wanted === 'string' ? text === wanted : wanted.test(text))

const nothing = (what: string, text: Words, on: Words | undefined, seen: readonly string[], sight: Sight) =>
  `No ${what} "${text}"${on === undefined ? '' : ` on what reads like "${on}"`}. ` +
  `There is: ${seen.join(', ') || 'none'}. On the screen:\n${sight.all() || '(nothing)'}`
