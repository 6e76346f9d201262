// Every kind of alarm and what it does. Something new that happens by itself is one line here.
import type { AlarmKind, Ports } from '../core/ports.ts'
import { settleClaimAlarm } from './settle-claim.ts'

export type AlarmHandler = (ports: Ports, id: string) => Promise<void>

export const alarmHandlers: { readonly [Kind in AlarmKind]: AlarmHandler } = {
  'settle-claim': settleClaimAlarm,
}
