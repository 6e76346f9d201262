// The one message that shows a token.
import { distance } from './grammar.ts'

export const secret = {
  /** For notifications and screen readers. */
  notification: 'Your Dremio token is ready to copy.',
  title: 'Your Dremio token',
  /** `left` in milliseconds. */
  expires: ({ label, left, when }: { label: string; left: number; when: string }) =>
    `${label} expires ${distance(left)} (${when}).`,
  copyNow: '*Copy it now.* You won’t see it again.',
  howToUse: 'Username: `$token` · Password: this token. Don’t paste it into chats.',
}
