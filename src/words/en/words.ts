// Every English sentence that people read, by subject.
import { alarms } from './alarms.ts'
import { decisionMessages } from './decision-messages.ts'
import { delegation } from './delegation.ts'
import { failures } from './failures.ts'
import { links } from './links.ts'
import { reminders } from './reminders.ts'
import { requestForm, why } from './request-form.ts'
import { requestNotices } from './request-notices.ts'
import { requests } from './requests.ts'
import { reviews } from './reviews.ts'
import { secret } from './secret.ts'

export const en = {
  alarms,
  decisionMessages,
  delegation,
  failures,
  links,
  reminders,
  requestForm,
  requestNotices,
  requests,
  reviews,
  secret,
  why,
}
