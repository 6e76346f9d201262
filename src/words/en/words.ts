// Every English sentence that people read, by subject.
import { failures } from './failures.ts'
import { forms } from './forms.ts'
import { leaks } from './leaks.ts'
import { outstanding } from './outstanding.ts'
import { pageFailures } from './page-failures.ts'
import { pages } from './pages.ts'
import { reminderSettings } from './reminder-settings.ts'
import { reminders } from './reminders.ts'
import { revocation } from './revocation.ts'
import { rotation } from './rotation.ts'
import { secret } from './secret.ts'
import { signIn } from './sign-in.ts'
import { tokens } from './tokens.ts'

export const en = {
  failures,
  forms,
  leaks,
  outstanding,
  pageFailures,
  pages,
  reminderSettings,
  reminders,
  revocation,
  rotation,
  secret,
  signIn,
  tokens,
}
