// For bot admins: alarms run late, because no worker runs or the worker cannot keep up.

import type { LateAlarms } from '../../core/messenger.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Words } from '../../words/words.ts'
import type { Message } from '../interaction.ts'
import { section } from './block-kit.ts'

export function lateAlarmsMessage({ alarms }: Words, { lateBy, hasWorker }: LateAlarms): Message {
  const text = alarms.late({ lateBy: Math.max(1, Math.round(lateBy / MINUTE)) * MINUTE, hasWorker })
  const next = hasWorker ? alarms.addWorker : alarms.startWorker
  return { text: `${text} ${next}`, blocks: [section(`*${text}*\n${next}`)] }
}
