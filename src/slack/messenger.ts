// Draws the messages that people get, and sends them.
import type { WebClient } from '@slack/web-api'
import { isSameKey, type MessageLocations } from '../core/message-locations.ts'
import type { DelegationShown, LinkNoticeReader, Messenger } from '../core/messenger.ts'
import { notificationOf } from '../core/notifications.ts'
import type { LinkConfirmation } from '../core/people/link-confirmation.ts'
import type { Clock } from '../core/ports.ts'
import type { DeliveryResult } from '../core/reminders/reminder-message.ts'
import { DAY } from '../core/time/duration.ts'
import { isAlive } from '../core/tokens/token.ts'
import { shortId } from '../core/tokens/token-id.ts'
import type { Words } from '../words/words.ts'
import { askSlack } from './client.ts'
import { createEndedMessenger } from './ended-messenger.ts'
import { sentenceFor } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import { createHomeMessenger } from './home-messenger.ts'
import type { Message } from './interaction.ts'
import { createLookUp } from './lookups.ts'
import { createOutbox, isLasting, withoutPreviews } from './outbox.ts'
import { waitOutRateLimit } from './rate-limit-wait.ts'
import { createReminderMessenger } from './reminder-messenger.ts'
import { createRequestMessenger } from './request-messenger.ts'
import { sendFile } from './send-file.ts'
import { removeSignInPrompt } from './sign-in-prompts.ts'
import { storyText } from './views/administration/story-text.ts'
import { linkCard } from './views/identity/link-card.ts'
import { linkNotice } from './views/identity/link-notice.ts'
import { lateAlarmsMessage } from './views/late-alarms-message.ts'
import { previewFile } from './views/policy/preview-file.ts'
import { unreviewableMessage } from './views/requests/unreviewable-message.ts'
import { delegationMessage } from './views/reviews/delegation-message.ts'
import { signedInMessage } from './views/sign-in/signed-in-message.ts'
import { leakMessage, leakReportMessage } from './views/tokens/leak-message.ts'
import { revokedMessage } from './views/tokens/revoked-message.ts'

export interface MessengerWorld {
  client: WebClient
  /** For reminders: it neither retries nor waits. */
  noRetryClient: WebClient
  /** For Home. */
  homeClient: WebClient
  locations: MessageLocations
  clock: Clock
  /** The sentences in the language of a reader (Slack id of a person or a channel). */
  wordsFor: (reader: string, locale?: string) => Promise<Words>
  /** A message that was lost, and for whom (Slack id) if that is known; it undoes nothing. */
  onTrouble: (error: unknown, operation: string, reader?: string) => void
}

export function createMessenger({
  client,
  noRetryClient,
  homeClient,
  locations,
  clock,
  wordsFor,
  onTrouble,
}: MessengerWorld): Messenger {
  const lookUp = createLookUp(clock)
  const outbox = createOutbox({
    client,
    callSlack: (_method, call) => askSlack('show a card', () => waitOutRateLimit(call)),
    search: { client: noRetryClient, callSlack: (method, call) => lookUp(method, 'look for a card', call) },
    locations,
    clock,
  })

  /** `send` resolves to false while another process sends it. */
  async function deliver(operation: string, reader: string, send: () => Promise<boolean>): Promise<DeliveryResult> {
    try {
      return (await send()) ? 'delivered' : 'unavailable'
    } catch (error) {
      onTrouble(error, operation, reader)
      return isLasting(error) ? 'refused' : 'unavailable'
    }
  }

  /** True if it was sent, or never can be. */
  async function delivered(operation: string, reader: string, send: () => Promise<boolean>): Promise<boolean> {
    return (await deliver(operation, reader, send)) !== 'unavailable'
  }

  /** False if it was lost. */
  async function write(person: string, draw: (words: Words) => Message): Promise<boolean> {
    const message = draw(await wordsFor(person))
    try {
      await waitOutRateLimit(() => client.chat.postMessage({ channel: person, ...message, ...withoutPreviews }))
      return true
    } catch (error) {
      onTrouble(error, 'write to somebody', person)
      return false
    }
  }

  return {
    ...createHomeMessenger({ client: homeClient, wordsFor, onTrouble }),
    ...createReminderMessenger({ client: noRetryClient, locations, clock, wordsFor, onTrouble }),
    ...createRequestMessenger({ outbox, wordsFor, deliver }),
    ...createEndedMessenger({ outbox, wordsFor, write, deliver }),
    async tellUnreviewable(reader, about, { subject, at }) {
      const role = reader === about.requester ? 'requester' : 'administrator'
      if (notificationOf('nobody can review', role) !== 'push') return 'delivered'
      const key = { reader, kind: 'unreviewable', attempt: 0, at } as const
      return deliver('tell that nobody can review', reader, async () =>
        outbox.postOnce(subject, key, unreviewableMessage(await wordsFor(reader), reader, about)),
      )
    },
    async sendTokens(person, csv) {
      const { allTokens } = await wordsFor(person)
      const { fileTitle: title, fileComment: comment } = allTokens
      await sendFile(noRetryClient, person, { filename: 'dremio-tokens.csv', title, comment, content: csv })
    },
    lost: onTrouble,
    async showDelegation(delegation, is) {
      let shown: DelegationShown = 'lost'
      const { approver, delegate: reader, since } = delegation
      await delivered('tell of a delegation', reader, async () => {
        const subject = `delegation-${approver}`
        const key = { reader, kind: 'delegation', attempt: 0, at: startOfDay(since) } as const
        const isKnown = (await outbox.messagesAbout(subject)).some((message) => isSameKey(message.key, key))
        const event = is === 'given' ? 'delegation started' : 'delegation ended'
        const onlyIfPosted = notificationOf(event, 'delegate') !== 'push'
        const message = delegationMessage(await wordsFor(reader), delegation, is)
        const published = await outbox.publish(subject, key, message, { onlyIfPosted })
        shown = isKnown || published === 'busy' ? 'edited' : 'posted'
        return true
      })
      return shown
    },
    async showSignedIn(person, as, pendingAction) {
      await write(person.id, (words) => signedInMessage(words, as, pendingAction))
    },
    async showRevoked(person, revoked, by) {
      await write(person, (words) => revokedMessage(words, revoked, { by }))
    },
    async showLeak(person, leak) {
      await write(person, (words) => leakMessage(words, leak, person, clock.now()))
    },
    async showLeakReport(token) {
      return deliver('tell of a leak report', token.owner, async () => {
        const now = clock.now()
        const key = { reader: token.owner, kind: 'leak report', attempt: 0, at: 0 } as const
        const options = { onlyIfPosted: !isAlive(token, now) }
        await outbox.publish(
          `leak-${token.tid}`,
          key,
          leakReportMessage(await wordsFor(token.owner), token, now),
          options,
        )
        return true
      })
    },
    async removeSignInPrompts(person, prompts) {
      const words = await wordsFor(person)
      const removals = prompts.map((prompt) => removeSignInPrompt(client, words, prompt))
      for (const { reason } of (await Promise.allSettled(removals)).filter((one) => one.status === 'rejected'))
        onTrouble(reason, 'remove a link to sign in', person)
    },
    async showFailure(person, error) {
      await write(person.id, (words) => failureMessage(words, sentenceFor(words, error), error))
    },
    async showLinkCard(confirmation, reader) {
      const key = { reader, kind: 'link card', attempt: 0, at: 0 } as const
      return deliver('show a card', reader, async () => {
        const card = linkCard(await wordsFor(reader), confirmation)
        return (await outbox.publish(linkSubject(confirmation), key, card)) !== 'busy'
      })
    },
    async tellOfLink(confirmation, reader, as) {
      const key = { reader, kind: 'link notice', attempt: noticeReaders.indexOf(as), at: 0 } as const
      return delivered('tell of a link', reader, async () =>
        outbox.postOnce(linkSubject(confirmation), key, linkNotice(await wordsFor(reader), confirmation, as)),
      )
    },
    async showLateAlarms(administrators, late) {
      const told = await Promise.all(administrators.map((id) => write(id, (words) => lateAlarmsMessage(words, late))))
      return administrators.length === 0 || told.some(Boolean)
    },
    async sendPolicyPreview(person, preview) {
      const words = await wordsFor(person)
      await sendFile(noRetryClient, person, {
        filename: 'policy-preview.csv',
        title: words.policyPreview.fileTitle,
        comment: words.policyPreview.fileComment,
        content: previewFile(words, preview, 'csv'),
      })
    },
    async sendStory(administrator, story, names) {
      const words = await wordsFor(administrator)
      const id = story.request ?? shortId(story.tokens[0]?.tid ?? '')
      await sendFile(noRetryClient, administrator, {
        filename: `story-${id}.txt`,
        title: words.stories.fileTitle({ id }),
        comment: words.stories.fileComment,
        content: storyText(words, story, { now: clock.now(), names }),
      })
    },
  }
}

/** In UTC: it only has to be the same for everything of one day. */
const startOfDay = (at: number) => at - (at % DAY)

/** A person who hears of a link in two roles gets two messages. The order is stored, so new roles go to the end. */
const noticeReaders = ['asker', 'subject', 'address owner'] as const satisfies readonly LinkNoticeReader[]

function linkSubject({ id }: LinkConfirmation): string {
  return `link-${id}`
}
