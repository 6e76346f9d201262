// Publishes Home: the view that people see on the bot's first tab.
import type { WebClient } from '@slack/web-api'
import type { HomeShown } from '../core/home.ts'
import type { Messenger } from '../core/messenger.ts'
import type { Words } from '../words/words.ts'
import { isLasting, reasonOf } from './client.ts'
import { homeView } from './views/home/home.ts'

export interface HomeMessengerWorld {
  /** It neither retries nor waits: an alarm tries again. */
  client: WebClient
  wordsFor: (reader: string, locale?: string) => Promise<Words>
  onTrouble: (error: unknown, operation: string, reader?: string) => void
}

export function createHomeMessenger({ client, wordsFor, onTrouble }: HomeMessengerWorld): Pick<Messenger, 'showHome'> {
  return {
    async showHome(home, { hash, locale }): Promise<HomeShown> {
      const view = homeView(await wordsFor(home.person, locale), home)
      const asked = { user_id: home.person, view, ...(hash !== undefined && { hash }) }
      try {
        const answer = await client.views.publish(asked)
        return { result: 'published', hash: answer.view?.hash ?? '' }
      } catch (error) {
        if (reasonOf(error) === 'hash_conflict') return { result: 'conflict' }
        onTrouble(error, 'publish a view', home.person)
        return { result: isLasting(error) ? 'refused' : 'unavailable' }
      }
    },
  }
}
