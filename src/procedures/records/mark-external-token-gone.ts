// Records that an external token is gone at Dremio.
import type { Ports } from '../../core/ports.ts'
import { scheduleReminderCheck } from './schedule-reminders.ts'
import { updateReminderRecord } from './update-reminder-record.ts'

/** Does nothing if the token was never seen in a list. */
export async function markExternalTokenGone(
  ports: Pick<Ports, 'reminderRecords' | 'audit' | 'alarms' | 'clock'>,
  person: string,
  tid: string,
): Promise<void> {
  await scheduleReminderCheck(ports, person)
  await updateReminderRecord(ports, person, (record) => {
    if (!record.externalTokens.some((token) => token.tid === tid && !token.gone)) return record
    return {
      ...record,
      externalTokens: record.externalTokens.map((token) =>
        token.tid === tid ? { ...token, gone: true as const } : token,
      ),
    }
  })
}
