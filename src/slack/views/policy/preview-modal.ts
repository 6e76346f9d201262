// The form that takes another policy file, and what it shows afterwards: what that file would decide otherwise.
import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { LONGEST_PREVIEW, type PolicyPreview, summaryOf } from '../../../core/policy/preview-policy.ts'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { blocksIf, hint, LONGEST_SECTION, modal, plain, section } from '../block-kit.ts'
import { type Group, inSlack, previewGroups } from './preview-lines.ts'

/** By block id, in the order in which they are joined. */
export const fileParts = ['file', 'file-2', 'file-3'] as const

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const LONGEST_INPUT = 3_000

export function previewPolicyModal(words: Words): ModalView {
  const { policyPreview, labels } = words
  const { file, more, last } = labels.forms.previewPolicy.fields
  const [first, second, third] = fileParts
  return modal(words, forms.previewPolicy, undefined, [
    part(first, file, policyPreview.hint),
    { ...part(second, more, policyPreview.hintOfPart), optional: true },
    { ...part(third, last, policyPreview.tooLong), optional: true },
  ])
}

function part(id: string, label: string, about: string): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    hint: plain(about),
    element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: LONGEST_INPUT },
  }
}

/** `file`: whether everything was sent as a file; undefined if it fits here. */
export function previewMessage(words: Words, preview: PolicyPreview, file?: 'sent' | 'not sent'): Message {
  const { policyPreview } = words
  const { requests, tokens, unreadable } = preview
  const { differs, isWhole } = summaryOf(preview)
  const groups = previewGroups(words, preview, inSlack)
  const amount = groups.reduce((sum, { lines }) => sum + lines.length, 0)
  const nothing = isWhole ? policyPreview.nothing : policyPreview.nothingKnown
  const checked = policyPreview.checked({ requests: requests.length, tokens: tokens.length })
  const top = [policyPreview.versions(preview), checked, ...(differs ? [] : [nothing])].join('\n')
  const breaks = tokens.some(({ outcome }) => outcome === 'breaks' || outcome === 'breaks-already')
  const whereAll = file === 'sent' ? policyPreview.fileSent : policyPreview.fileNotSent
  return {
    text: top,
    blocks: [
      section(top),
      ...blocksIf(unreadable > 0, section(policyPreview.unreadable({ amount: unreadable }))),
      ...shown(groups).flatMap(groupBlocks),
      ...blocksIf(
        amount > LONGEST_PREVIEW,
        hint(`${policyPreview.more({ amount: amount - LONGEST_PREVIEW })} ${whereAll}`),
      ),
      ...blocksIf(breaks, hint(policyPreview.tokensStay)),
    ],
  }
}

/** Each heading counts all of its lines, and as many lines follow as there is room for. */
function shown(groups: readonly Group[]): Group[] {
  let room = LONGEST_PREVIEW
  return groups.map(({ heading, lines }) => {
    const some = lines.slice(0, room)
    room -= some.length
    return { heading, lines: some }
  })
}

function groupBlocks({ heading, lines }: Group): KnownBlock[] {
  const texts = [`*${heading}*`]
  for (const line of lines.map((one) => `• ${one}`)) {
    const longer = `${texts.at(-1)}\n${line}`
    if (longer.length > LONGEST_SECTION) texts.push(line)
    else texts[texts.length - 1] = longer
  }
  return texts.map((text) => section(text))
}
