// What Slack accepts as a message: its text, its blocks, and the error it answers otherwise.
import { type Block, messageBlocks } from './blocks.ts'
import { complaints } from './complaints.ts'
import { againstGuidance } from './guidance.ts'

export interface MessageContent {
  readonly text: string
  readonly blocks: Block[]
}

export interface Refused {
  readonly error: string
  readonly messages: readonly string[]
}

/** chat.postMessage: "for best results limit `text` to 4,000 characters"; more than 40,000 is cut or refused. */
const LONG_TEXT = 4_000
const LONGEST_TEXT = 40_000

/** The content, or Slack's refusal. `warn` hears of what Slack lets pass and a careful bot would not. */
export function readMessage(
  args: Record<string, unknown>,
  warn: (warning: string) => void,
): { content: MessageContent } | { refused: Refused } {
  const text = typeof args.text === 'string' ? args.text : ''
  const blocks = args.blocks ?? []
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format', ['[ERROR] blocks is no JSON array'])
  if (args.attachments !== undefined) warn('attachments are not simulated: use blocks')
  if (text === '' && blocks.length === 0) return refuse('no_text')
  if (text.length > LONGEST_TEXT || (blocks.length === 0 && text.length > LONG_TEXT)) return refuse('msg_too_long')
  // Without it, notifications and screen readers say nothing; the SDK logs the same warning (facts B6).
  if (text === '') warn(`a message has blocks but no top-level text: ${JSON.stringify(blocks).slice(0, 200)}`)
  const checked = messageBlocks.safeParse(blocks)
  if (!checked.success) return refuse('invalid_blocks', complaints(checked.error, '/blocks'))
  for (const warning of againstGuidance(checked.data)) warn(warning)
  return { content: { text, blocks: checked.data } }
}

const refuse = (error: string, messages: readonly string[] = []) => ({ refused: { error, messages } })
