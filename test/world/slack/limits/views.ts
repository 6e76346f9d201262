// What Slack accepts as a modal or a Home tab, and the complaints it answers otherwise.
import { z } from 'zod'
import { viewBlocks } from './blocks.ts'
import { complaints } from './complaints.ts'
import { chars, plain } from './texts.ts'

// reference/views: private_metadata 3000, callback_id 255, external_id 255
const ids = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
}

// reference/views/modal-views: title, submit and close 24; submit is required with inputs
const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: viewBlocks,
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...ids,
  })
  .refine((view) => view.submit || !view.blocks.some((block) => block.type === 'input'), {
    message: '`submit` is required when an input block is in blocks',
    path: ['submit'],
  })

const home = z.strictObject({ type: z.literal('home'), blocks: viewBlocks, ...ids })

export type ModalContent = z.infer<typeof modal>
export type HomeContent = z.infer<typeof home>

export type Checked<Content> = { readonly content: Content } | { readonly messages: string[] }

export const readModal = (view: unknown): Checked<ModalContent> => checked(modal.safeParse(view))
export const readHome = (view: unknown): Checked<HomeContent> => checked(home.safeParse(view))

const checked = <Content>(result: z.ZodSafeParseResult<Content>): Checked<Content> =>
  result.success ? { content: result.data } : { messages: complaints(result.error, '/view') }

/** Error texts under a field; longer ones Slack cuts without saying so. */
export const responseErrors = z.record(z.string(), chars(3000))
