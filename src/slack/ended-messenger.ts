// Tells people that everything of theirs was ended, and follows up with them and with the administrator who did it.
import type { Messenger } from '../core/messenger.ts'
import { notificationOf } from '../core/notifications.ts'
import type { Words } from '../words/words.ts'
import type { Message } from './interaction.ts'
import type { Outbox } from './outbox.ts'
import { askToRevokeMessage, endedForPerson, endedTokensMessage } from './views/people/ended.ts'

export interface EndedWorld {
  outbox: Pick<Outbox, 'postOnce'>
  wordsFor: (reader: string) => Promise<Words>
  write: (person: string, draw: (words: Words) => Message) => Promise<boolean>
  deliver: (operation: string, reader: string, send: () => Promise<boolean>) => ReturnType<Messenger['askToRevoke']>
}

export function createEndedMessenger({
  outbox,
  wordsFor,
  write,
  deliver,
}: EndedWorld): Pick<Messenger, 'showEnded' | 'askToRevoke' | 'tellOfEndedTokens'> {
  return {
    async showEnded(ended) {
      if (notificationOf('everything ended', 'requester') !== 'push') return true
      return write(ended.whom, (words) => endedForPerson(words, ended))
    },
    async askToRevoke(about, number) {
      const { owner: reader, at } = about
      if (notificationOf('ended token left', 'requester') !== 'push') return 'delivered'
      const key = { reader, kind: 'ended token', attempt: number, at } as const
      return deliver('ask an owner to revoke', reader, async () =>
        outbox.postOnce(subjectOf(reader), key, askToRevokeMessage(await wordsFor(reader), about)),
      )
    },
    async tellOfEndedTokens(is, about) {
      const { owner, by: reader, at } = about
      const event = is === 'done' ? 'ended token gone' : 'ended token left'
      if (notificationOf(event, 'administrator') !== 'push') return 'delivered'
      const key = { reader, kind: 'ended notice', attempt: is === 'done' ? 0 : 1, at } as const
      return deliver('tell of tokens that are left', reader, async () =>
        outbox.postOnce(subjectOf(owner), key, endedTokensMessage(await wordsFor(reader), is, about)),
      )
    },
  }
}

function subjectOf(owner: string): string {
  return `ended-${owner}`
}
