// For administrators: nothing is done on time, because no worker runs.
import { lifetimeInWords, MINUTE } from '../../core/lifetime.ts'
import type { Message } from '../surface.ts'
import { section } from './text.ts'

/** `lateBy` in milliseconds. */
export function lateAlarmsMessage(lateBy: number): Message {
  const late = lifetimeInWords(Math.max(1, Math.round(lateBy / MINUTE)) * MINUTE)
  const text = `Reminders and deadlines are running ${late} late: the bot's worker isn't running.`
  const next =
    'Start it: `node dist/main.js worker`, or `heroku ps:scale worker=1` on Heroku. Until then I catch up from the web process, more slowly.'
  return { text: `${text} ${next}`, blocks: [section(`*${text}*\n${next}`)] }
}
