// Reminders of tokens that expire soon.
import { allOf } from './grammar.ts'

export const reminders = {
  /** For bot admins: a reminder to `reader` about tokens of `owner`, who may be the same person, was refused by Slack. */
  undelivered: ({ reader, owner, labels }: { reader: string; owner?: string; labels: readonly string[] }) => {
    const tokens = owner === undefined ? allOf(labels) : `${owner}’s ${allOf(labels)}`
    const expire = labels.length === 1 ? 'expires' : 'expire'
    return `I couldn’t message ${reader}, so they haven’t been reminded that ${tokens} ${expire}.`
  },
}
