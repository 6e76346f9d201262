// The message with the token, and how to connect with each tool.
import type { WebClient } from '@slack/web-api'
import { Secret } from '../../../../src/core/secret.ts'
import { offeredTools } from '../../../../src/slack/connect/clients.ts'
import { createDelivery } from '../../../../src/slack/deliver.ts'
import type { DremioPlace, Message } from '../../../../src/slack/interaction.ts'
import {
  connectMessage,
  unknownTokenMessage,
  whichTokenMessage,
} from '../../../../src/slack/views/connect/connect-help.ts'
import type { Words } from '../../../../src/words/words.ts'
import { onCloud } from '../../../slack/records.ts'
import { aToken, listed, NOW, OLD_TID, signIn } from '../records.ts'
import { answer, type Subject } from '../scene.ts'

/** As long as a token is, and nothing like one. */
const MASK = '•'.repeat(64)

/** What the delivery posts. */
async function secretMessage(words: Words): Promise<Message> {
  const posted: Message[] = []
  const client = {
    conversations: { open: async () => ({ channel: { id: 'D0ANA' } }) },
    chat: { postEphemeral: async (message: Message) => void posted.push(message) },
  } as unknown as WebClient
  const person = { id: 'UANA' } as Parameters<ReturnType<typeof createDelivery>['show']>[0]
  await createDelivery(client, { now: () => NOW } as Parameters<typeof createDelivery>[1], async () => words).show(
    person,
    aToken(),
    new Secret(MASK),
  )
  const [message] = posted
  if (!message) throw new Error('The delivery posted nothing')
  const { text, blocks = [] } = message
  return { text, blocks }
}

const software: DremioPlace = { edition: 'software', region: 'us', apiUrl: 'https://dremio.acme.test:9047' }
const ownAddress: DremioPlace = { ...onCloud, apiUrl: 'https://dremio.acme.test' }
const privateLink: DremioPlace = { ...onCloud, apiUrl: 'https://acme.api.privatelink.dremio.cloud' }
const user = 'ana@acme.test'
const token = listed('tableau')

export const connecting: Subject = {
  title: 'The token, and connecting with it',
  scenes: [
    answer('the token', secretMessage),
    answer('how to connect: any tool', (words) => connectMessage(words, { dremio: onCloud, user, now: NOW })),
    ...offeredTools.map((client) =>
      answer(`how to connect: ${client.id}`, (words) =>
        connectMessage(words, { dremio: onCloud, user, token, client, now: NOW }),
      ),
    ),
    ...offeredTools.map((client) =>
      answer(`how to connect, Software: ${client.id}`, (words) =>
        connectMessage(words, { dremio: software, user, client, now: NOW }),
      ),
    ),
    ...offeredTools.map((client) =>
      answer(`how to connect, private link: ${client.id}`, (words) =>
        connectMessage(words, { dremio: privateLink, user, client, now: NOW }),
      ),
    ),
    answer('how to connect, an address of one’s own', (words) =>
      connectMessage(words, { dremio: ownAddress, user, now: NOW }),
    ),
    answer('which token?', (words) => whichTokenMessage(words, [token, listed('tableau', { tid: OLD_TID })], NOW)),
    answer('a token that is not known before signing in', (words) => unknownTokenMessage(words, signIn)),
  ],
}
