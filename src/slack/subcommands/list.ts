// Every subcommand of `/dremio-pat`, in the order of the help text; a new one is one line.
import type { Subcommand } from '../interaction.ts'
import { admin } from './admin.ts'
import { connect } from './connect.ts'
import { create } from './create.ts'
import { delegate } from './delegate.ts'
import { leaked } from './leaked.ts'
import { link } from './link.ts'
import { listTokens } from './list-tokens.ts'
import { menu } from './menu.ts'
import { reminders } from './reminders.ts'
import { requests } from './requests.ts'
import { revoke } from './revoke.ts'
import { rotate } from './rotate.ts'
import { unlink } from './unlink.ts'
import { whoami } from './whoami.ts'
import { why } from './why.ts'

export const subcommands: readonly Subcommand[] = [
  menu,
  create,
  listTokens,
  rotate,
  revoke,
  leaked,
  requests,
  why,
  reminders,
  delegate,
  whoami,
  link,
  unlink,
  connect,
  admin,
]
