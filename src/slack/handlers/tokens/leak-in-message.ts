// The shortcut *Revoke leaked token* on a message of anybody's: asks about the tokens in it, and reports them.
import { BotError, isBotError } from '../../../core/errors.ts'
import type { Leak } from '../../../core/tokens/leak.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { FormHandler, Interaction, ModalSubmission, ShortcutHandler, ShortcutMessage } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModal, waitingModal } from '../../views/notice-modal.ts'
import {
  insteadOfRevoking,
  type LeakTarget,
  leakInMessageModal,
  leaksMessage,
  noTokenModal,
  type Outcome,
  type Owned,
} from '../../views/tokens/leak-in-message.ts'

export const leakInMessageShortcut: ShortcutHandler = {
  async use(use) {
    const { actor, message, words, explain } = use
    const opened = await use.open(waitingModal(words, forms.leakInMessage), { toEnd: true })
    try {
      await use.operations.admitToRevoke(actor)
      await opened.update(await formAbout(use, message))
    } catch (error) {
      const instead = insteadOfRevoking(words, message, actor.id)
      await opened.update(noticeModal(words, forms.leakInMessage, explain(error), ...instead))
    }
  },
  onFailure: ({ words, message, actor }) => insteadOfRevoking(words, message, actor.id),
}

async function formAbout(interaction: Interaction, message: ShortcutMessage | undefined) {
  const { actor, now, words } = interaction
  if (!message || message.tids.length === 0) return noTokenModal(words, message?.holdsToken ?? false)
  return leakInMessageModal(words, message, await owned(interaction), { reader: actor.id, now: now() })
}

/** Whose a token is helps the person, but an unavailable Dremio must not prevent the report of a leak. */
async function owned({ actor, operations }: Interaction): Promise<Owned> {
  try {
    const { tokens, fresh } = await operations.listTokensToRevoke(actor)
    return { mine: tokens, isWhole: fresh }
  } catch {
    return { mine: [], isWhole: false }
  }
}

export const leakInMessageForm: FormHandler = {
  check({ fields, meta }) {
    // A form of another version throws here.
    targetIn({ fields, meta })
    return {}
  },
  async submit(submission) {
    const { actor, now, words } = submission
    const { tids, message } = targetIn(submission)
    const reports: Report[] = []
    for (const tid of tids) reports.push(await report(submission, tid))
    // If no report was taken, the form stays open with the reason, and can be sent again.
    const [first] = reports
    if (first && 'error' in first && !reports.some(isTaken)) throw first.error
    const outcomes = reports.map((one) => outcomeOf(submission, one))
    return leaksMessage(words, outcomes, { message }, { reader: actor.id, now: now() })
  },
  reopen(submission) {
    const [one, another] = targetIn(submission).tids
    const { words } = submission
    return one === undefined || another !== undefined
      ? button(words, buttons.pasteLeakedToken, 'new')
      : button(words, buttons.revokeLeakedToken, one)
  },
}

type Report = { tid: string } & ({ leak: Leak } | { error: unknown })

async function report({ operations, actor }: Interaction, tid: string): Promise<Report> {
  return operations.reportLeak(actor, tid).then(
    (leak) => ({ tid, leak }),
    (error: unknown) => ({ tid, error }),
  )
}

/** A report of another person's token is taken although it ends nothing. */
function isTaken(one: Report): boolean {
  return 'leak' in one || isBotError(one.error, 'unknown_leak')
}

function outcomeOf({ failure }: Interaction, one: Report): Outcome {
  if ('leak' in one) return one
  const { tid, error } = one
  // A bot admin reads whose token it is, and what they can do.
  const isUnknown = isBotError(error, 'unknown_leak') && !error.facts.administrator
  return { tid, failure: failure(error), isUnknown }
}

/** The chosen tokens; all of them where some client sends untouched fields empty. Throws for what is no target. */
function targetIn({ fields, meta }: Pick<ModalSubmission, 'fields' | 'meta'>): LeakTarget {
  const { tids, message } = JSON.parse(meta) as LeakTarget
  const chosen = fields.tokens?.split(',') ?? tids
  const meant = tids.filter((tid) => chosen.includes(tid))
  if (meant.length === 0) throw new BotError('broken', {})
  return { tids: meant, message: { author: message.author, link: message.link } }
}
