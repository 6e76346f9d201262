// Posts the messages of a request, each once under a name of its own, and edits them in place from then on.
import type { WebClient } from '@slack/web-api'
import type { MessageLocation, MessageLocations } from '../core/message-locations.ts'
import type { Clock } from '../core/ports.ts'
import { isLasting } from './client.ts'
import type { Message } from './interaction.ts'

export interface CardPosts {
  /** Where the messages of a request are, by name. */
  placesOf(request: string): Promise<Map<string, MessageLocation>>
  edit(place: MessageLocation, message: Message): Promise<void>
  /**
   * Posts it once, unless the process dies between posting it and storing where it is. `as` is its name among the messages
   * of the request, `to` its reader. False if another process is posting it.
   */
  postOnce(request: string, as: string, to: string, message: Message): Promise<boolean>
  /** Posts it, or edits what is there. False if another process is posting it. */
  postOrEdit(request: string, as: string, message: Message): Promise<boolean>
  /** True if the message is delivered, or never can be; false if trying again later may help. */
  delivered(operation: string, deliver: () => Promise<boolean>): Promise<boolean>
}

export interface CardPostsWorld {
  client: WebClient
  places: MessageLocations
  clock: Clock
  /** A message that was lost; it undoes nothing. */
  onTrouble: (error: unknown, operation: string) => void
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
      // The process that reserves the card posts it. Others leave it alone: the poster looks again after posting, and redraws.
      if (!place) return posts.postOnce(request, as, as, message)
      await posts.edit(place, message)
      return true
    },
    async delivered(operation, deliver) {
      try {
        return await deliver()
      } catch (error) {
        onTrouble(error, operation)
        return isLasting(error)
      }
    },
  }
  return posts
}
