// The form `Revoke token`: asks once more before one token, or every one, is ended.
import type { ModalView } from '@slack/types'
import { BotError } from '../../core/errors.ts'
import { counted } from '../../core/lifetime.ts'
import type { TokenSummary } from '../../core/token.ts'
import type { TokenList } from '../../operations/list-tokens.ts'
import { sentenceFor } from '../failure.ts'
import type { Asked, Form } from '../surface.ts'
import { noteView, waitingView } from './note-view.ts'
import { cut, hint, LONGEST_OPTION, LONGEST_TITLE, named, plain, section, until } from './text.ts'

const TITLE = 'Revoke token'
const ALL = 'all'
// Options in one select: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
const MOST_OPTIONS = 100

/** Which tokens are meant: one by id, those that the words name, or all. No words at all means "let me choose". */
export type Meant = { tid: string } | { words: string } | { all: true }

export const revokeForm: Form = {
  id: 'revoke-form',
  async submit({ operations, actor, answer, fields, meta }) {
    const { revoked, keptWorking } = await operations.revokeToken(actor, fields.token ?? meta)
    const names = revoked
      .slice(0, 10)
      .map(({ label }) => named(label))
      .join(', ')
    const what =
      revoked.length === 0
        ? 'There was no active token left to revoke.'
        : revoked.length === 1
          ? `Your token ${names} is revoked. Whatever used it is locked out now.`
          : `${counted(revoked.length, 'token')} are revoked: ${names}. Whatever used them is locked out now.`
    const kept = keptWorking ? ' I kept the one that I work with myself.' : ''
    await answer({ text: what + kept })
  },
}

export async function openRevokeForm(asked: Asked, meant: Meant): Promise<void> {
  const form = await asked.open(waitingView(TITLE))
  try {
    await form.update(revokeView(await asked.operations.listTokens(asked.actor), meant, asked.now()))
  } catch (error) {
    await form.update(noteView(TITLE, asked.explain(error)))
  }
}

export function revokeView({ tokens }: TokenList, meant: Meant, now: number): ModalView {
  const active = tokens.filter(({ state }) => state !== 'expired')
  const living = active.filter(({ working }) => !working)
  if (living.length === 0) return noteView(TITLE, 'You have no active token that could be revoked here.')
  if ('all' in meant) return confirmation(living, ALL, now)
  const matching = matches(living, meant)
  const [one, another] = matching
  if (one && !another) return confirmation([one], one.tid, now)
  if (one) return choice(matching, now)
  if (matches(active, meant).length > 0) return noteView(TITLE, sentenceFor(new BotError('own_working_token', {})))
  const labels = living.map(({ label }) => label)
  const missing = new BotError('no_such_token', 'words' in meant ? { words: meant.words, labels } : {})
  return noteView(TITLE, sentenceFor(missing))
}

/**
 * By id, by the whole label, else by a part of it or by the beginning of the id, as this form shows it; several that match
 * equally well are all returned.
 */
function matches(tokens: TokenSummary[], meant: { tid: string } | { words: string }): TokenSummary[] {
  if ('tid' in meant) return tokens.filter(({ tid }) => tid === meant.tid)
  const wanted = meant.words.toLowerCase()
  const exactly = tokens.filter(({ tid, label }) => tid === wanted || label.toLowerCase() === wanted)
  if (exactly.length > 0) return exactly
  return tokens.filter(({ tid, label }) => label.toLowerCase().includes(wanted) || tid.startsWith(wanted))
}

function confirmation(tokens: TokenSummary[], meta: string, now: number): ModalView {
  const lines = tokens.slice(0, 20).map((token) => line(token, now))
  if (tokens.length > 20) lines.push(`and ${tokens.length - 20} more`)
  const question = tokens.length > 1 ? `Revoke all ${tokens.length} of your tokens?` : 'Revoke this token?'
  return form(meta, [
    section(`*${question}*\n${lines.join('\n')}`),
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}

function choice(tokens: TokenSummary[], now: number): ModalView {
  return form('', [
    {
      type: 'input',
      block_id: 'token',
      label: plain('Token'),
      element: {
        type: 'static_select',
        action_id: 'value',
        placeholder: plain('Which one do you mean?'),
        options: tokens
          .slice(0, MOST_OPTIONS)
          .map(({ tid, label }) => ({ text: plain(cut(`${label} (${tid.slice(0, 8)})`, LONGEST_OPTION)), value: tid })),
      },
    },
    section(
      tokens
        .slice(0, 20)
        .map((token) => line(token, now))
        .join('\n'),
    ),
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}

function form(meta: string, blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    callback_id: revokeForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Revoke', LONGEST_TITLE),
    close: plain('Keep', LONGEST_TITLE),
    private_metadata: meta,
    blocks,
  }
}

function line({ label, tid, expiresAt }: TokenSummary, now: number): string {
  return `• ${named(label)} (${tid.slice(0, 8)}), ends ${until(now, expiresAt)}`
}
