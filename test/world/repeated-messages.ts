// The check that nobody is notified twice of one event: each message of the outbox is posted once, in every flow.
import type { BotRequest } from './slack/traffic.ts'

/** Throws with the kind and the reader of every message that was posted more than once. Called after every flow. */
export function checkRepeatedMessages(requests: readonly BotRequest[]): void {
  const times = new Map<string, number>()
  for (const { method, args, answer } of requests) {
    const name = method === 'chat.postMessage' && isOk(answer) ? nameOf(args) : undefined
    if (name !== undefined) times.set(name, (times.get(name) ?? 0) + 1)
  }
  const repeated = [...times].filter(([, count]) => count > 1).map(([name, count]) => `${name}: ${count} times`)
  if (repeated.length > 0) throw new Error(`Posted more than once: ${repeated.join('; ')}`)
}

/** As `src/slack/outbox.ts` marks the first block: `subject|kind|reader|attempt|at`. */
function nameOf({ blocks }: BotRequest['args']): string | undefined {
  const [first] = Array.isArray(blocks) ? (blocks as { block_id?: unknown }[]) : []
  const id = first?.block_id
  return typeof id === 'string' && id.split('|').length === 5 ? id : undefined
}

function isOk(answer: BotRequest['answer']): boolean {
  return typeof answer === 'object' && answer.ok === true
}
