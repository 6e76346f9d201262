// Sends a person a file in their direct messages.
import type { WebClient } from '@slack/web-api'
import { askSlack } from './client.ts'

export interface SentFile {
  filename: string
  title: string
  /** What is written above it. */
  comment: string
  content: string
}

/** `person` is a Slack id. Throws `slack_unavailable` and `slack_scope_missing`. */
export async function sendFile(client: WebClient, person: string, file: SentFile): Promise<void> {
  await askSlack('send you a file', async () => {
    const { channel } = await client.conversations.open({ users: person })
    await client.files.uploadV2({
      channel_id: channel?.id ?? '',
      filename: file.filename,
      title: file.title,
      initial_comment: file.comment,
      file: Buffer.from(file.content),
    })
  })
}
