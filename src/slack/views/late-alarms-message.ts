// For administrators: alarms run late, because no worker runs or the worker cannot keep up.

import type { LateAlarms } from '../../core/messenger.ts'
import { durationText, MINUTE } from '../../core/time/duration.ts'
import type { Message } from '../interaction.ts'
import { section } from './block-kit.ts'

export function lateAlarmsMessage({ lateBy, hasWorker }: LateAlarms): Message {
  const late = durationText(Math.max(1, Math.round(lateBy / MINUTE)) * MINUTE)
  const why = hasWorker ? "the bot's worker can't keep up" : "the bot's worker isn't running"
  const text = `Reminders and deadlines are running ${late} late: ${why}.`
  const cure = hasWorker
    ? 'Look at its log, and start one more: `node dist/main.js worker`, or `heroku ps:scale worker=2` on Heroku.'
    : 'Start it: `node dist/main.js worker`, or `heroku ps:scale worker=1` on Heroku.'
  const next = `${cure} Until then I'll catch up from the web process.`
  return { text: `${text} ${next}`, blocks: [section(`*${text}*\n${next}`)] }
}
