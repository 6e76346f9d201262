// Every English sentence that people read, by subject.
import { aboutPerson } from './about-person.ts'
import { admin } from './admin.ts'
import { alarms } from './alarms.ts'
import { allTokens } from './all-tokens.ts'
import { audit } from './audit.ts'
import { clock } from './clock.ts'
import { connect } from './connect.ts'
import { decisionMessages } from './decision-messages.ts'
import { delegation } from './delegation.ts'
import { denials } from './denials.ts'
import { dremioFailures } from './dremio-failures.ts'
import { ended } from './ended.ts'
import { failures } from './failures.ts'
import { forms } from './forms.ts'
import { help } from './help.ts'
import { home } from './home.ts'
import { identity } from './identity.ts'
import { identityFailures } from './identity-failures.ts'
import { labels } from './labels.ts'
import { leaks } from './leaks.ts'
import { links } from './links.ts'
import { menu } from './menu.ts'
import { outstanding } from './outstanding.ts'
import { pageFailures } from './page-failures.ts'
import { pages } from './pages.ts'
import { policyPreview } from './policy-preview.ts'
import { policyRules } from './policy-rules.ts'
import { reminderSettings } from './reminder-settings.ts'
import { reminders } from './reminders.ts'
import { requestForm, why } from './request-form.ts'
import { requestNotices } from './request-notices.ts'
import { requests } from './requests.ts'
import { reviews } from './reviews.ts'
import { revocation } from './revocation.ts'
import { rotation } from './rotation.ts'
import { secret } from './secret.ts'
import { signIn } from './sign-in.ts'
import { stories } from './stories.ts'
import { tokens } from './tokens.ts'
import { unreviewable } from './unreviewable.ts'

export const en = {
  aboutPerson,
  admin,
  alarms,
  allTokens,
  audit,
  clock,
  connect,
  decisionMessages,
  delegation,
  denials,
  dremioFailures,
  ended,
  failures,
  forms,
  home,
  help,
  identity,
  identityFailures,
  labels,
  leaks,
  links,
  menu,
  outstanding,
  pageFailures,
  pages,
  policyPreview,
  policyRules,
  reminderSettings,
  reminders,
  requestForm,
  requestNotices,
  requests,
  reviews,
  revocation,
  rotation,
  secret,
  signIn,
  stories,
  tokens,
  unreviewable,
  why,
}
