// Records that an external token is gone at Dremio.
import type { AuditEntry } from '../../core/audit.ts'
import type { Ports } from '../../core/ports.ts'
import { scheduleReminderCheck } from './schedule-reminders.ts'
import { updateReminderRecord } from './update-reminder-record.ts'

/**
 * `entry` is written with the record, so that a second click at the same moment writes none. Resolves to false, and
 * writes nothing, if the token was never seen in a list.
 */
export async function markExternalTokenGone(
  ports: Pick<Ports, 'reminderRecords' | 'audit' | 'alarms' | 'clock'>,
  person: string,
  tid: string,
  { entry, givenBack }: { entry?: AuditEntry | undefined; givenBack?: boolean | undefined } = {},
): Promise<boolean> {
  await scheduleReminderCheck(ports, person)
  const record = await updateReminderRecord(
    ports,
    person,
    (before) => {
      if (!before.externalTokens.some((token) => token.tid === tid && !token.gone)) return before
      return {
        ...before,
        externalTokens: before.externalTokens.map((token) =>
          token.tid === tid ? { ...token, gone: true as const, ...(givenBack && { givenBack: true as const }) } : token,
        ),
      }
    },
    () => entry,
  )
  return record.externalTokens.some((token) => token.tid === tid)
}
