// The only file that shows a secret: one ephemeral message to its owner, in their direct messages with the bot.
import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import type { Clock, Delivery } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { Token } from '../core/tokens/token.ts'
import { buttons } from './action-catalog.ts'
import { actions, button, formatted, header, hint, labelText, relativeTime, section } from './views/block-kit.ts'

/** `noRetryClient` is made with `noRetryOptions`. */
export function createDelivery(noRetryClient: WebClient, clock: Clock): Delivery {
  return {
    async show(person, token, secret) {
      try {
        const { channel } = await noRetryClient.conversations.open({ users: person.id })
        await noRetryClient.chat.postEphemeral({
          channel: channel?.id ?? '',
          user: person.id,
          // Notifications and screen readers show this text, so it must never contain the value.
          text: 'Your Dremio token is here. It is shown only now, and only to you.',
          blocks: secretBlocks(token, secret, clock.now()),
        })
      } catch {
        // The SDK's error is dropped, because its request contains the secret.
        throw new BotError('showing_failed', {})
      }
    },
  }
}

function secretBlocks(token: Token, secret: Secret, now: number): KnownBlock[] {
  return [
    header('Your Dremio token'),
    section(
      `${labelText(token.label)} ends ${relativeTime(now, token.expiresAt)}.\n*Copy it now:* it is shown once, and is gone when you reload Slack.`,
    ),
    // The value is alone in its block and preformatted, so that it can be copied whole in every client. Base64 needs no
    // escaping.
    { type: 'section', block_id: 'secret', text: formatted(`\`\`\`${secret.reveal()}\`\`\``) },
    hint('Where a user name is asked for, type `$token`; the token is the password. Never paste it into a chat.'),
    actions(
      button(buttons.secretSaved, token.tid),
      button(buttons.secretMissing, token.tid),
      button(buttons.hideSecret, token.tid),
      button(buttons.howToConnect, token.tid),
    ),
  ]
}
