// Every English sentence that people read, by subject.
import { failures } from './failures.ts'
import { reminders } from './reminders.ts'
import { secret } from './secret.ts'

export const en = { failures, reminders, secret }
