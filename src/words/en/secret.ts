// The one message that shows a token.

export const secret = {
  /** For notifications and screen readers. */
  notification: 'Your Dremio token is ready to copy.',
  title: 'Your Dremio token',
  expires: ({ label, when }: { label: string; when: string }) => `${label} expires ${when}.`,
  copyNow: '*Copy it now.* You won’t see it again.',
  howToUse: 'Username: `$token` · Password: this token. Don’t paste it into chats.',
}
