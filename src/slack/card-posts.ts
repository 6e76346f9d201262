// Posts what belongs to a request, each piece once under a name of its own, and edits it in place ever after.
import type { WebClient } from '@slack/web-api'
import type { CardPlace, CardPlaces } from '../core/message-locations.ts'
import type { Clock } from '../core/ports.ts'
import { isLasting } from './client.ts'
import type { Message } from './interaction.ts'

export interface CardPosts {
  /** Where the pieces of a request are, by name. */
  placesOf(request: string): Promise<Map<string, CardPlace>>
  edit(place: CardPlace, message: Message): Promise<void>
  /**
   * `as` is its name among the pieces of the request, `to` whoever reads it: once, unless we die between posting it and
   * writing down where it is. False if somebody else is at it.
   */
  postOnce(request: string, as: string, to: string, message: Message): Promise<boolean>
  /** Posts it, or edits what is there. False if somebody else is at it. */
  postOrEdit(request: string, as: string, message: Message): Promise<boolean>
  /** Whether it is said, or never can be. */
  said(doing: string, say: () => Promise<boolean>): Promise<boolean>
}

export interface CardPostsWorld {
  client: WebClient
  places: CardPlaces
  clock: Clock
  /** A message that was lost; it undoes nothing. */
  onTrouble: (error: unknown, doing: string) => void
}

export const quiet = { unfurl_links: false, unfurl_media: false } as const

export function createCardPosts({ client, places, clock, onTrouble }: CardPostsWorld): CardPosts {
  const posts: CardPosts = {
    placesOf: (request) => places.of(request),
    async edit(place, message) {
      await client.chat.update({ ...place, ...message, ...quiet })
    },
    async postOnce(request, as, to, message) {
      if (!(await places.reserve(request, as, clock.now()))) return (await places.of(request)).has(as)
      const { channel, ts } = await client.chat.postMessage({ channel: to, ...message, ...quiet })
      if (channel && ts) await places.remember(request, as, { channel, ts })
      return true
    },
    async postOrEdit(request, as, message) {
      const place = (await places.of(request)).get(as)
      // Whoever reserves the card posts it. Anybody else leaves it: the poster looks again after posting, and redraws.
      if (!place) return posts.postOnce(request, as, as, message)
      await posts.edit(place, message)
      return true
    },
    async said(doing, say) {
      try {
        return await say()
      } catch (error) {
        onTrouble(error, doing)
        return isLasting(error)
      }
    },
  }
  return posts
}
