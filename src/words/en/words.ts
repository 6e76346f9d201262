// Every English sentence that people read, by subject.
import { admin } from './admin.ts'
import { audit } from './audit.ts'
import { connect } from './connect.ts'
import { dremioFailures } from './dremio-failures.ts'
import { failures } from './failures.ts'
import { help } from './help.ts'
import { identity } from './identity.ts'
import { identityFailures } from './identity-failures.ts'
import { menu } from './menu.ts'
import { reminders } from './reminders.ts'
import { secret } from './secret.ts'

export const en = {
  admin,
  audit,
  connect,
  dremioFailures,
  failures,
  help,
  identity,
  identityFailures,
  menu,
  reminders,
  secret,
}
