// Every English sentence that people read, by subject.
import { decisions } from './decisions.ts'
import { failures } from './failures.ts'
import { reminders } from './reminders.ts'
import { secret } from './secret.ts'

export const en = { decisions, failures, reminders, secret }
