// The only file that shows a secret: one ephemeral message to its owner, in their direct messages with the bot.
import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import type { Clock, Delivery } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { Token } from '../core/tokens/token.ts'
import type { Words } from '../words/words.ts'
import { buttons } from './action-catalog.ts'
import { reasonOf } from './client.ts'
import { actions, button, formatted, header, hint, labelText, moment, section, timeLeft } from './views/block-kit.ts'

/** `noRetryClient` is made with `noRetryOptions`. */
export function createDelivery(
  noRetryClient: WebClient,
  clock: Clock,
  wordsFor: (person: string) => Promise<Words>,
): Delivery {
  return {
    async show(person, token, secret) {
      const words = await wordsFor(person.id)
      try {
        const { channel } = await noRetryClient.conversations.open({ users: person.id })
        await noRetryClient.chat.postEphemeral({
          channel: channel?.id ?? '',
          user: person.id,
          // Notifications and screen readers show this text, so it must never contain the value.
          text: words.secret.notification,
          blocks: secretBlocks(words, token, secret, clock.now()),
        })
      } catch (error) {
        // The SDK's error is dropped, because its request contains the secret. The reason is one of Slack's codes.
        throw new BotError('showing_failed', { reason: reasonOf(error) })
      }
    },
  }
}

function secretBlocks(words: Words, token: Token, secret: Secret, now: number): KnownBlock[] {
  return [
    header(words.secret.title),
    section(
      [
        words.secret.expires({
          label: labelText(token.label),
          left: timeLeft(now, token.expiresAt),
          when: moment(token.expiresAt),
        }),
        words.secret.copyNow,
      ].join('\n'),
    ),
    // The value is alone in its block and preformatted, so that it can be copied whole in every client. Base64 needs no
    // escaping.
    { type: 'section', block_id: 'secret', text: formatted(`\`\`\`${secret.reveal()}\`\`\``) },
    hint(words.secret.howToUse),
    actions(
      button(words, buttons.secretSaved, token.tid),
      button(words, buttons.secretMissing, token.tid),
      button(words, buttons.hideSecret, token.tid),
      button(words, buttons.howToConnect, token.tid),
    ),
  ]
}
