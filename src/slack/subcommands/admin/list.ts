// Every word that bot admins can type after `admin`, in the order of their help; a new one is one line.
import type { AdminSubcommand } from '../../interaction.ts'
import { link } from './link.ts'
import { listTokensOf } from './list-tokens-of.ts'
import { outstanding } from './outstanding.ts'
import { policy } from './policy.ts'
import { revoke } from './revoke.ts'
import { show } from './show.ts'
import { story } from './story.ts'
import { tokens } from './tokens.ts'
import { unlink } from './unlink.ts'

export const adminSubcommands: readonly AdminSubcommand[] = [
  tokens,
  show,
  outstanding,
  listTokensOf,
  story,
  revoke,
  link,
  unlink,
  policy,
]
