// docs/notifications.md, made from the table of events: who gets a message of what, and who sees an edit only.
import { type Notification, notificationOf, notifiedEvents, type Reader } from '../../src/core/notifications.ts'

/** The columns, in this order. */
const readers: Readonly<Record<Reader, string>> = {
  requester: 'Requester',
  reviewer: 'Approvers who have a card',
  'new reviewer': 'Approvers asked by it',
  delegate: 'Delegate',
  manager: 'Manager',
  administrator: 'Bot admins',
}

const cells: Readonly<Record<Notification, string>> = { push: '**message**', edit: 'edit', nothing: '' }

const INTRODUCTION = `# Notifications

For everybody who wants to know what the bot sends to whom.

Each event sends one message, to whoever has to act or was waiting for it. All else is an edit of a message that stands, which
notifies nobody. A newer message about a request or a token takes the place of the one before. Whoever types a command, presses a
button or sends a form gets the answer to it besides. The requester of a token is its owner.

This page is made from \`src/core/notifications.ts\`, from which the bot sends.
`

export function notificationsPage(): string {
  const names = Object.keys(readers) as Reader[]
  const head = ['Event', ...Object.values(readers)]
  const rows = notifiedEvents.map((event) => [event, ...names.map((reader) => cells[notificationOf(event, reader)])])
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
  return `${INTRODUCTION}\n${lines.join('\n')}\n`
}
