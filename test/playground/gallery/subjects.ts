// The whole gallery, in the order in which somebody would want to see it.
import type { Subject } from './scene.ts'
import { administering } from './scenes/administering.ts'
import { auditLines } from './scenes/audit-lines.ts'
import { commands } from './scenes/commands.ts'
import { connecting } from './scenes/connecting.ts'
import { failures } from './scenes/failures.ts'
import { home } from './scenes/home.ts'
import { identity } from './scenes/identity.ts'
import { notices } from './scenes/notices.ts'
import { pages } from './scenes/pages.ts'
import { policyScenes } from './scenes/policy.ts'
import { refusedForms } from './scenes/refused-forms.ts'
import { reminders } from './scenes/reminders.ts'
import { requestCards } from './scenes/request-cards.ts'
import { requestForms } from './scenes/request-forms.ts'
import { reviewCards } from './scenes/review-cards.ts'
import { reviewing } from './scenes/reviewing.ts'
import { revoking } from './scenes/revoking.ts'
import { shortcutsInSlack } from './scenes/shortcuts.ts'
import { storiesTold } from './scenes/stories.ts'
import { tokens } from './scenes/tokens.ts'

export const subjects: readonly Subject[] = [
  tokens,
  home,
  requestForms,
  refusedForms,
  requestCards,
  connecting,
  notices,
  reviewCards,
  reviewing,
  reminders,
  revoking,
  shortcutsInSlack,
  identity,
  administering,
  policyScenes,
  commands,
  failures,
  auditLines,
  storiesTold,
  pages,
]
